"""The page where a visitor is the customer, and the inbox next door, as `make run` shows them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from apps.demo import note, seeding

from . import live
from .chat_page import box


@pytest.fixture
def demo(console, tmp_path, settings, _database) -> Iterator[str]:
    """The address of the product in demo mode, with the company in its database."""
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    with live.web(tmp_path, DEMO="1", DATA_DIR=str(tmp_path)) as url:
        seeding.seed()
        note.write(seeding.told())
        yield url


def say(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send").click()


def test_a_visitor_asks_for_a_person_and_is_answered_from_next_door(visit, demo):
    shop = visit("/demo/customer", base_url=demo)
    name = shop.get_by_role("heading", level=1).text_content().removeprefix("Hello, ")
    say(shop, "I was charged twice for order 48213")
    expect(shop.locator(".line--bot").last).to_contain_text("charge")
    with shop.expect_popup() as opened:
        shop.get_by_role("link", name="Open the agent’s inbox").click()
    desk = opened.value
    desk.get_by_role("button", name="Agent").click()
    expect(desk.get_by_text("No chat open")).to_be_visible()

    say(shop, "can I talk to a person please")
    expect(shop.locator("#status")).to_have_text("Waiting for a person")
    arrived = desk.locator("[id^=queue-]").get_by_role("link").filter(has_text=name)
    expect(arrived).to_be_visible()
    arrived.click()
    desk.locator("[data-command=claim]").click()
    box(desk).fill("Hi, I have put the second payment back.")
    box(desk).press("Control+Enter")

    expect(shop.locator(".line--agent")).to_contain_text("Hi, I have put the second payment back.")
    expect(shop.locator("#status")).to_contain_text("is here, a person")
    say(shop, "thank you!")
    expect(desk.locator(".message--customer").last).to_contain_text("thank you!")

    shop.get_by_role("button", name="Start again").click()
    expect(shop.locator(".line--customer")).to_have_count(0)
    expect(desk.locator(".header__holder")).to_have_text("the bot holds this chat")


@pytest.mark.complaint(
    "net::ERR_INTERNET_DISCONNECTED|htmx:error: Failed to fetch", because="the visitor writes without a network"
)
def test_a_line_that_did_not_get_through_is_not_lost(visit, demo):
    shop = visit("/demo/customer", base_url=demo)
    shop.context.set_offline(True)
    say(shop, "are you there?")
    expect(shop.get_by_role("alert")).to_have_text("That did not get through. Send it again.")
    expect(shop.get_by_label("Your message")).to_have_value("are you there?")
    shop.context.set_offline(False)
    shop.get_by_role("button", name="Send").click()
    expect(shop.locator(".line--customer")).to_have_text("are you there?")
    expect(shop.get_by_role("alert")).to_be_hidden()
