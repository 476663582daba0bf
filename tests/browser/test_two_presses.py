"""A press too many does nothing more than the first."""

import pytest
from playwright.sync_api import Page, Route, expect

from apps.conversations import operations as conversations
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handoff, State

from .chat_page import expect_notice, expect_state


@pytest.fixture
def page(visit, waiting, botto, maya, billing, alice) -> Page:
    """Two wait, and Alice looks at the inbox."""
    another = conversations.open_conversation(botto, "chat-2", customer=maya)
    handoffs.open_handoff(another, team=billing)
    page = visit("/", alice)
    expect_state(page, "connected")
    return page


def claimed() -> int:
    return Handoff.objects.filter(state=State.CLAIMED).count()


def test_the_next_chat_is_one_chat(page):
    page.get_by_role("button", name="Claim next").last.dblclick()
    expect_state(page, "connected")
    expect(page.locator(".header--mine")).to_be_visible()
    assert claimed() == 1


def test_so_it_is_while_its_page_is_on_its_way(page):
    held: list[Route] = []
    page.route("**/c/*/", lambda route: held.append(route), times=1)
    with page.expect_request("**/c/*/"):
        page.keyboard.press("n")
    page.keyboard.press("n")
    held[0].continue_()
    expect(page.locator(".header--mine")).to_be_visible()
    assert claimed() == 1


def test_a_key_that_is_held_down_is_one_press(page):
    page.keyboard.down("n")
    expect(page.locator(".header--mine")).to_be_visible()
    page.keyboard.down("n")
    page.keyboard.up("n")
    page.keyboard.press("x")
    expect(page.locator("#resolve")).to_be_visible()
    assert claimed() == 1


def test_the_keyboard_stays_where_it_is_when_nobody_waits(visit, alice):
    page = visit("/", alice)
    button = page.get_by_role("button", name="Claim next").first
    button.focus()
    page.keyboard.press("Enter")
    expect_notice(page, "Nobody is waiting")
    expect(button).to_be_enabled()
    page.keyboard.press("Tab")
    expect(page.locator("#presence-menu")).to_be_focused()
