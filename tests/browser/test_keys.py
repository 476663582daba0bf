"""Keys of the workspace: one each, an agent's own, or none."""

import re

import pytest
from playwright.sync_api import Page, expect

from apps.conversations import operations as conversations
from apps.handoffs import operations as handoffs

from .chat_page import box, expect_state


@pytest.fixture
def open_page(visit, chat, alice):
    def open_as_alice(**preferences) -> Page:
        alice.preferences = preferences
        alice.save()
        page = visit(f"/c/{chat.pk}/", alice)
        expect_state(page, "connected")
        return page

    return open_as_alice


@pytest.mark.parametrize(
    ("key", "focused"),
    [("r", "#reply-text"), ("b", "#brief"), ("f", ".rate"), ("j", ".log")],
)
def test_one_key_leads_to_each_part(open_page, key, focused):
    page = open_page()
    page.keyboard.press(key)
    expect(page.locator(focused)).to_be_focused()


def test_one_key_goes_to_the_next_chat(open_page, botto, maya, billing, alice):
    other = conversations.open_conversation(botto, "chat-2", customer=maya)
    handoffs.claim(handoffs.open_handoff(other, team=billing), agent=alice)
    page = open_page()
    page.keyboard.press("]")
    expect(page).to_have_url(re.compile(f"/c/{other.pk}/$"))


def test_a_key_of_ones_own_is_the_one_that_acts_and_is_shown(open_page):
    page = open_page(shortcuts={"hand-back": "g", "composer": ""})
    expect(page.locator(".handback__send kbd")).to_have_text("g")
    page.keyboard.press("?")
    expect(page.locator("#shortcuts-list")).to_contain_text("Hand back to bot")
    expect(page.locator("#shortcuts-list")).not_to_contain_text("Write the reply")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(box(page)).not_to_be_focused()
    page.keyboard.press("h")
    expect(page.locator(".handback")).to_contain_text("Hand back to bot")
    page.keyboard.press("g")
    expect(page.get_by_text("Waiting for Botto")).to_be_visible()


def test_switched_off_no_single_key_acts_and_none_is_shown(open_page):
    page = open_page(shortcuts_off=True)
    expect(page.locator(".handback__send kbd")).to_have_count(0)
    for key in ("h", "x", "?"):
        page.keyboard.press(key)
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator(".handback")).to_contain_text("Hand back to bot")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
