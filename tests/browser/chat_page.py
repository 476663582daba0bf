"""What tests say about a conversation's page."""

import re
from collections.abc import Callable

from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db import connection, transaction
from playwright.sync_api import Locator, Page, Route, expect

from apps.conversations import events
from apps.conversations.models import Conversation
from apps.people.models import Agent
from tests.conftest import PASSWORD

# What a browser says of requests and sockets without a network.
NO_NETWORK = r"net::ERR_INTERNET_DISCONNECTED|htmx:ws:error: \[object Event\]"


def box(page: Page) -> Locator:
    return page.locator("#reply-text")


def expect_state(page: Page, state: str) -> None:
    expect(page.locator(".connection")).to_have_attribute("data-state", state)


def expect_kept(page: Page) -> None:
    expect(page.locator("#reply [data-saved]")).to_have_text("Saved")


def expect_notice(page: Page, words: str) -> None:
    expect(page.locator(".notice__text", has_text=re.compile(words))).to_be_visible()


def offer_again(chat: Conversation, text: str) -> None:
    """A newer draft, as a writer who has read everything leaves it."""
    with transaction.atomic():
        last = chat.drafts.order_by("-version").first()
        last.pk, last.version, last.text, last.through = None, last.version + 1, text, chat.messages.count()
        last.save()
        events.record(chat, "draft.written", version=last.version)


def just_before(page: Page, address: str, act: Callable[[], object]) -> None:
    """Let something happen between a press and its request's arrival: a race with a known winner."""

    def act_first(route: Route) -> None:
        act()
        connection.close()  # Playwright calls us where Django keeps connections of their own
        route.continue_()

    page.route(address, act_first)


def sign_in(page: Page, agent: Agent) -> None:
    """By hand, on the page that asks for it."""
    cache.clear()  # sign-ins are counted
    agent.password = make_password(PASSWORD, hasher="pbkdf2_sha256")  # the server knows no fast ones
    agent.save()
    page.get_by_label("Email").fill(agent.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
