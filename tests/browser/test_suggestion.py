"""The suggested reply: how it comes into the box, and what it never does to the words that are there."""

import pytest
from playwright.sync_api import Page, expect

from .chat_page import box, expect_kept, expect_notice, expect_state, offer_again


def answer(page: Page) -> None:
    box(page).press("Control+Enter")
    expect(box(page)).to_have_value("")


def test_in_the_empty_box_the_suggestion_is_seen_in_grey_and_taken_with_an_arrow(page, chat):
    box(page).fill("")
    suggested = chat.drafts.get().text
    expect(box(page)).to_have_attribute("placeholder", suggested)
    box(page).press("ArrowRight")
    expect(box(page)).to_have_value(suggested)


def test_the_next_suggestion_stands_in_the_empty_box_when_nobody_is_in_it(page, chat, alice):
    answer(page)
    box(page).press("Escape")
    offer_again(chat, "Anything else I can do?")
    expect(box(page)).to_have_value("Anything else I can do?")
    expect(page.locator(".offer__use")).to_be_hidden()
    page.reload()  # what is typed is kept at the last moment too
    expect(box(page)).to_have_value("Anything else I can do?")
    assert not chat.unsent.filter(agent=alice).exclude(text="").exists(), "nobody has typed it"


def test_who_leaves_the_empty_box_finds_the_suggestion_in_it(page, chat):
    answer(page)
    offer_again(chat, "Anything else I can do?")
    expect(box(page)).to_have_attribute("placeholder", "Anything else I can do?")
    expect(box(page)).to_have_value("")
    page.locator(".log").click()
    expect(box(page)).to_have_value("Anything else I can do?")


@pytest.mark.complaint("422 .*/reply/", because="there is nothing in the box to send")
def test_a_press_on_send_does_not_send_what_was_only_seen_in_grey(page, chat):
    answer(page)
    offer_again(chat, "Anything else I can do?")
    expect(box(page)).to_have_attribute("placeholder", "Anything else I can do?")
    page.locator(".composer__send").hover()
    page.mouse.down()
    expect(page.locator(".composer__send")).to_be_focused()
    page.evaluate("new Promise(done => setTimeout(done))")  # whatever follows from leaving the box
    page.mouse.up()
    expect_notice(page, "There is nothing to send.")
    expect(page.locator(".log__item--agent")).to_have_count(1)


def test_a_suggestion_that_came_by_itself_does_not_compete_with_words_of_another_tab(page, chat, alice):
    answer(page)
    other = page.context.new_page()
    other.goto(page.url)
    expect_state(other, "connected")
    box(page).fill("my own words")
    offer_again(chat, "Anything else I can do?")
    expect(box(other)).to_have_value("Anything else I can do?")
    expect(page.get_by_text("New version · review")).to_be_visible()
    box(page).press_sequentially(", and more")
    expect_kept(page)
    assert chat.unsent.get(agent=alice).text == "my own words, and more"
    expect(page.locator(".guard__line")).to_have_count(0)


def test_a_suggestion_in_the_box_is_compared_with_a_newer_one_and_stays(page, chat):
    first = chat.drafts.get().text
    offer_again(chat, f"{first} It goes back today.")
    expect(page.get_by_text("New version · review")).to_be_visible()
    page.locator(".offer__review").click()
    expect(page.locator(".offer__difference ins")).to_have_text("It goes back today.")
    expect(box(page)).to_have_value(first)
    page.reload()
    expect(box(page)).to_have_value(first)


def test_the_empty_box_is_as_tall_as_the_words_seen_in_it(page, chat):
    answer(page)
    offer_again(chat, "Anything else I can do? " * 30)
    expect(box(page)).to_have_attribute("placeholder", "Anything else I can do? " * 30)
    seen = box(page).bounding_box()["height"]
    page.locator(".log").click()
    expect(box(page)).to_have_value("Anything else I can do? " * 30)
    assert box(page).bounding_box()["height"] == seen, "what is above it would jump from under the pointer"


def test_a_suggestion_nobody_took_can_be_discarded(page, chat):
    box(page).fill("")
    expect(box(page)).to_have_attribute("placeholder", chat.drafts.get().text)
    page.get_by_role("button", name="Discard").click()
    expect(page.locator(".offer")).to_contain_text("no suggestion for this turn")
    expect(box(page)).to_have_attribute("placeholder", " ")
    assert chat.drafts.get().discarded_at


@pytest.mark.parametrize("how", ["Shorter", "Warmer", "Regenerate"])
def test_an_untouched_suggestion_is_rewritten_in_its_place_and_typed_words_stay(page, chat, how):
    page.get_by_role("button", name=how).click()
    expect(box(page)).not_to_have_value(chat.drafts.earliest("version").text)
    expect(box(page)).to_have_value(chat.drafts.latest("version").text)
    box(page).fill("my own words")
    page.get_by_role("button", name=how).click()
    expect(page.get_by_text("New version · review")).to_be_visible()
    expect(box(page)).to_have_value("my own words")
