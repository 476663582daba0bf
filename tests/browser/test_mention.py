"""A note names a colleague: who it may be is offered to eyes and ears, and the keys of the text stay its own."""

import pytest
from playwright.sync_api import Locator, Page, expect

from .chat_page import expect_state


@pytest.fixture
def page(visit, chat, alice, bob, sam) -> Page:
    page = visit(f"/c/{chat.pk}/", alice)
    expect_state(page, "connected")
    page.keyboard.press("m")
    expect(page.locator("#note [data-name]")).to_have_count(2)
    return page


def note(page: Page) -> Locator:
    return page.locator("#note-text")


def expect_offered(page: Page, name: str) -> None:
    option = page.get_by_role("option", name=name, selected=True)
    expect(option).to_be_visible()
    expect(note(page)).to_have_attribute("aria-activedescendant", option.get_attribute("id"))


def test_up_and_down_choose_and_enter_names(page, chat, assert_accessible):
    page.keyboard.type("@")
    expect_offered(page, "Bob Brook")
    assert_accessible(page)
    page.keyboard.press("ArrowDown")
    expect_offered(page, "Sam Stone")
    page.keyboard.press("Enter")
    expect(note(page)).to_have_value("@Sam Stone ")
    expect(note(page)).to_have_attribute("aria-activedescendant", "")
    assert_accessible(page)


def test_left_and_right_move_in_the_text(page):
    page.keyboard.type("hi @Bo")
    expect_offered(page, "Bob Brook")
    for _letter in " @Bo":
        page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Enter")
    page.keyboard.type("there")
    expect(note(page)).to_have_value("hi\nthere @Bo")
