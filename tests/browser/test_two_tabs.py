"""One agent types in two tabs: neither eats the other's words."""

import re

import pytest
from playwright.sync_api import Page, expect

from .chat_page import box, expect_kept, expect_state

pytestmark = pytest.mark.complaint("409 .*/unsent/", because="the first tab has saved other words")


@pytest.fixture
def other(page, chat) -> Page:
    other = page.context.new_page()
    other.goto(f"/c/{chat.pk}/")
    return other


def test_two_tabs_keep_both_texts_until_the_agent_chooses(page, other):
    box(page).fill("from the first tab")
    expect_kept(page)
    box(other).fill("from the second tab")

    expect(other.locator(".guard", has_text="from the first tab")).to_be_visible()
    expect(box(other)).to_have_value("from the second tab")
    other.get_by_role("button", name="Keep mine").click()
    expect_kept(other)
    page.reload()
    expect(box(page)).to_have_value("from the second tab")


def test_words_that_were_given_up_for_those_of_another_tab_do_not_come_back(page, other):
    box(page).fill("from the first tab")
    expect_kept(page)
    box(other).fill("from the second tab")
    other.get_by_role("button", name="Use that").click()
    other.reload()
    expect_state(other, "connected")
    expect(box(other)).to_have_value("from the first tab")


def test_words_of_a_note_in_another_tab_are_offered_to_the_note(page, other):
    for tab, words in ((page, "from the first tab"), (other, "from the second tab")):
        tab.locator(".composer [data-command=note]").click()
        tab.locator("#note-text").fill(words)
        expect(tab.locator("#note [data-saved]")).not_to_have_text(re.compile("^$|Saving"))
    other.locator("#note").get_by_role("button", name="Use that").click()
    expect(other.locator("#note-text")).to_have_value("from the first tab")
