"""What an agent is told of chats that are not before them."""

import pytest
from playwright.sync_api import Page, expect

from apps.conversations import operations as conversations
from apps.conversations.turns import Turn
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback

from .chat_page import expect_notice, expect_state

# What the browser would show and play, written down; and a page that says it is elsewhere.
EARS = """
globalThis.told = [];
globalThis.Notification = class { static permission = "granted"; constructor(text) { told.push(text) } };
const begin = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function () { told.push("sound"); begin.call(this) };
"""
ELSEWHERE = "Object.defineProperty(document, 'hidden', {get: () => true, configurable: true})"


@pytest.fixture
def page(visit, alice) -> Page:
    alice.preferences = {"sound": True, "notifications": True}
    alice.save()
    page = visit("/", alice)
    page.add_init_script(EARS)
    page.reload()
    expect_state(page, "connected")
    return page


def write(chat, text: str) -> None:
    conversations.receive_messages(chat, [Turn("customer", text, text)])


def test_a_new_chat_and_an_answer_are_heard_when_the_page_is_elsewhere(page, conversation, billing, alice):
    page.evaluate(ELSEWHERE)
    waiting = handoffs.open_handoff(conversation, team=billing)
    expect(page.locator("[data-waiting]")).to_be_visible()
    assert page.evaluate("told") == ["sound", "New chat waiting"]
    handoffs.claim(waiting, agent=alice)
    expect(page).to_have_title("(2) Inbox · Handoff console")
    page.evaluate("told.length = 0")
    write(conversation, "are you there?")
    expect(page).to_have_title("(3) Inbox · Handoff console")
    assert page.evaluate("told") == ["sound", "Maya Okafor answered"]


def test_before_the_eyes_of_the_agent_nothing_rings(page, waiting):
    expect(page.locator("[data-waiting]")).to_be_visible()
    assert page.evaluate("told") == []


def test_who_wants_no_sound_hears_none(page, waiting, alice):
    alice.preferences = {}
    alice.save()
    page.reload()
    expect_state(page, "connected")
    page.evaluate(ELSEWHERE)
    handoffs.claim(waiting, agent=alice)
    expect(page).to_have_title("(2) Inbox · Handoff console")
    assert page.evaluate("told") == []


def test_a_chat_that_the_bot_did_not_take_says_so_wherever_the_agent_is(page, claimed, alice, assert_accessible):
    handoffs.hand_back(claimed, agent=alice, brief={})
    expect(page.locator(".chat", has_text="asking bot")).to_be_visible()
    handoffs.refuse_handback(Handback.objects.get())
    expect_notice(page, "Maya Okafor is yours again: The bot refused it.")
    assert_accessible(page)
    page.locator(".notice", has_text="yours again").get_by_role("link", name="Open").click()
    expect(page.locator(".handback__trouble")).to_be_visible()


def test_a_chat_that_a_colleague_gives_says_so(page, waiting, alice, bob, billing):
    handoffs.claim(waiting, agent=bob)
    handoffs.transfer_to_agent(waiting, agent=bob, to=alice, team=billing, note="You know her.")
    expect_notice(page, "Maya Okafor is with you now.")


def test_who_is_named_in_a_note_hears_of_it_until_they_have_read_it(page, conversation, waiting, alice, bob):
    conversations.write_note(conversation, agent=bob, text="@Alice Archer have a look?", token="n1", mentions=[alice])
    expect_notice(page, "A colleague names you in a note on Maya Okafor.")
    expect(page).to_have_title("(1) Inbox · Handoff console")
    page.locator(".chat[data-named]").click()
    expect(page.locator(".message--note")).to_contain_text("have a look?")
    expect(page.locator(".chat[data-named]")).to_have_count(0)
