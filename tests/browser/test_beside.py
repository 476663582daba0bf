"""The brief for the bot, edited beside the conversation: nothing takes its place or closes it without asking."""

import pytest
from playwright.sync_api import Page, expect

from .chat_page import expect_state

OPENER = "Edit the brief first"


@pytest.fixture
def page(visit, chat, alice) -> Page:
    page = visit(f"/c/{chat.pk}/", alice)
    expect_state(page, "connected")
    page.get_by_role("button", name=OPENER).click()
    expect(done(page)).to_be_visible()
    return page


@pytest.fixture
def edited(page) -> Page:
    done(page).fill("Refund made")
    return page


def done(page: Page):
    return page.locator("#beside").get_by_label("Done")


def asked(page: Page):
    return page.get_by_role("alertdialog")


def test_escape_leaves_the_field_first_and_then_asks(edited, assert_accessible):
    edited.keyboard.press("Escape")
    expect(done(edited)).not_to_be_focused()
    expect(asked(edited)).to_be_hidden()
    edited.keyboard.press("Escape")
    expect(asked(edited)).to_contain_text("What you changed has not been sent.")
    assert_accessible(edited)
    edited.get_by_role("button", name="Go on editing").click()
    expect(asked(edited)).to_be_hidden()
    expect(done(edited)).to_have_value("Refund made")


@pytest.mark.parametrize("close", ["Cancel", "Close"])
def test_closing_asks_and_gives_the_focus_back(edited, close):
    edited.locator("#beside").get_by_role("button", name=close).click()
    edited.get_by_role("button", name="Discard it").click()
    expect(edited.locator("#beside")).to_be_hidden()
    expect(edited.get_by_role("button", name=OPENER)).to_be_focused()


def test_what_would_open_beside_comes_after_the_answer(visit, edited, chat):
    edited.get_by_role("button", name=OPENER).click()
    expect(asked(edited)).to_be_visible()
    expect(done(edited)).to_have_value("Refund made")
    edited.get_by_role("button", name="Discard it").click()
    expect(done(edited)).not_to_have_value("Refund made")


def test_a_brief_as_it_was_composed_closes_at_once(page):
    page.keyboard.press("Escape")
    expect(page.locator("#beside")).to_be_hidden()


def test_where_something_was_said_does_not_replace_it_either(visit, chat, alice):
    page = visit(f"/embed/c/{chat.pk}/", alice, width=360)
    page.get_by_role("button", name=OPENER).click()
    done(page).fill("Refund made")
    page.locator(".summary .turn").first.dispatch_event("click")  # it stands behind what is open
    expect(asked(page)).to_be_visible()
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_role("dialog", name="Turn 1")).to_be_visible()
