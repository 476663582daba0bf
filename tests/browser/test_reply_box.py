"""The box an agent types in: what it shows, and which keys it listens to."""

import pytest
from playwright.sync_api import Page, expect

from .chat_page import box, expect_kept, expect_state, offer_again


@pytest.fixture
def page(visit, chat, alice) -> Page:
    page = visit(f"/c/{chat.pk}/", alice)
    expect_state(page, "connected")
    return page


def test_an_offer_that_is_nothing_like_the_typed_words_is_shown_whole(page, chat):
    box(page).fill("my own words")
    expect_kept(page)
    offer_again(chat, "The second payment goes back to your card today.")

    page.locator(".offer__review").click()
    expect(page.locator(".offer__difference")).to_have_text("The second payment goes back to your card today.")
    expect(page.locator(".offer__difference").locator("ins, del")).to_have_count(0)


def test_ctrl_enter_sends_wherever_the_focus_is_and_leaves_no_second_reply_to_send(page, chat):
    page.keyboard.press("Control+Enter")
    expect(box(page)).to_have_value("")
    expect(box(page)).to_be_focused()
    expect(page.locator(".log__item--agent")).to_have_count(1)
    offer_again(chat, "Anything else I can do?")
    expect(box(page)).to_have_attribute("placeholder", "Anything else I can do?")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".log__item--agent")).to_have_count(1)


def test_in_the_empty_box_the_suggestion_is_seen_in_grey_and_taken_with_an_arrow(page, chat):
    box(page).fill("")
    suggested = chat.drafts.get().text
    expect(box(page)).to_have_attribute("placeholder", suggested)
    box(page).press("ArrowRight")
    expect(box(page)).to_have_value(suggested)


def test_a_card_number_is_masked_where_it_is_kept_and_stands_in_the_box_as_typed(page, chat, alice):
    box(page).fill("")
    box(page).press_sequentially("Back to 4111 1111 1111 1111")
    expect_kept(page)
    box(page).press_sequentially(", on Monday")
    expect_kept(page)
    expect(box(page)).to_have_value("Back to 4111 1111 1111 1111, on Monday")
    assert chat.unsent.get(agent=alice).text == "Back to •••• 1111, on Monday"


def test_escape_leaves_the_box_so_that_keys_work_again(page):
    box(page).focus()
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    expect(page.locator("#resolve")).to_be_visible()
