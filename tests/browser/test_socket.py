"""The page's one socket: closed in time where it may no longer speak, and done without where it cannot be had."""

import re

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from apps.conversations import operations as conversations
from apps.conversations.turns import Turn
from apps.people import operations as people

from .chat_page import box, expect_state

SIGNED_OUT, NOT_YOURS = 4401, 4403
WITHIN = 5000  # milliseconds that a socket may stay open after its agent has lost the right
NOTE_ITS_END = """() => {
  const { socket } = htmx.find(".connection")._htmx.ws.connection;
  window.ended = new Promise((seen) => socket.addEventListener("close", ({ code }) => seen(code)));
}"""
ITS_END = "(within) => Promise.race([ended, new Promise((late) => setTimeout(late, within, 'still open'))])"


@pytest.fixture
def look(visit, chat):
    """The chat, open as this agent, with an eye on its socket."""

    def open_chat(agent) -> Page:
        page = visit(f"/c/{chat.pk}/", agent)
        expect_state(page, "connected")
        page.evaluate(NOTE_ITS_END)
        return page

    return open_chat


def test_an_open_socket_falls_silent_in_time_when_its_agent_signs_out(look, alice):
    page = look(alice)
    other = page.context.new_page()
    other.goto("/accounts/logout/")
    other.get_by_role("button", name="Sign out").click()
    assert page.evaluate(ITS_END, WITHIN) == SIGNED_OUT
    expect_state(page, "signed-out")


def test_so_it_does_when_its_agent_is_deactivated_or_leaves_the_team(look, bob, sam, ada, technical):
    dismissed, moved = look(bob), look(sam)
    people.deactivate(bob, by=ada)
    sam.teams.set([technical])
    assert dismissed.evaluate(ITS_END, WITHIN) == SIGNED_OUT
    assert moved.evaluate(ITS_END, WITHIN) == NOT_YOURS
    expect_state(dismissed, "signed-out")
    expect(moved.get_by_text("No longer yours")).to_be_visible()


class Network:
    """Between page and server: it lets websockets through, or ends them before they open."""

    def __init__(self, page: Page):
        self.blocks = True
        page.route_web_socket(re.compile("/ws/"), self._pass)

    def _pass(self, socket: WebSocketRoute) -> None:
        if self.blocks:
            socket.close(code=1006)
        else:
            socket.connect_to_server()


def test_where_websockets_are_blocked_the_same_parts_are_polled_until_they_are_not(visit, chat, alice):
    page = visit("/settings/", alice)
    network = Network(page)
    page.goto(f"/c/{chat.pk}/")
    expect_state(page, "polling")
    box(page).fill("One moment please")
    box(page).press("Control+Enter")
    conversations.receive_messages(chat, [Turn("customer", "do you hear me?", "m9")])
    conversations.correct_intent(chat, agent=alice, intent="billing")

    expect(page.locator(".message--agent")).to_contain_text("One moment please")
    expect(page.locator(".message--customer").last).to_contain_text("do you hear me?")
    expect(page.locator(".why__by")).to_be_visible()
    network.blocks = False
    expect_state(page, "connected")


def test_a_chat_that_waits_can_be_claimed_in_a_frame_that_polls(visit, waiting, alice):
    page = visit("/settings/", alice)
    Network(page)
    page.goto(f"/embed/c/{waiting.conversation_id}/")
    expect_state(page, "polling")
    conversations.correct_intent(waiting.conversation, agent=alice, intent="billing")
    expect(page.locator(".why__by")).to_be_visible()  # repainted by a poll

    page.get_by_role("button", name="Claim").click()
    expect(page.get_by_role("button", name="Hand back to bot")).to_be_visible()


def test_another_desks_frame_polls_too(visit, chat, alice):
    page = visit("/settings/", alice)
    Network(page)
    page.goto(f"/embed/c/{chat.pk}/")
    expect_state(page, "polling")
    box(page).fill("One moment please")
    box(page).press("Control+Enter")
    conversations.correct_intent(chat, agent=alice, intent="billing")

    expect(page.locator(".why__by")).to_be_visible()
    expect(box(page)).not_to_have_value("One moment please")
    assert chat.messages.filter(role="agent", text="One moment please").exists()
