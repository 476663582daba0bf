"""Where a claim was said, for a page that does not hold the turn."""

import pytest

from apps.conversations import operations as conversations
from apps.conversations.turns import Turn


@pytest.fixture
def ask(claimed, as_agent):
    return lambda agent, position: as_agent(agent).get(f"/c/{claimed.conversation_id}/turn/?position={position}")


def test_a_turn_stands_between_its_neighbours(ask, claimed, alice):
    conversations.receive_messages(claimed.conversation, [Turn("customer", "and my invoice?", "m4")])
    page = ask(alice, 2).text
    asked = page.index('aria-current="true"')
    assert page.index("charged twice") < asked < page.index("one captured payment") < page.index("both are booked")
    assert "and my invoice?" not in page
    assert "<html" not in page


def test_a_turn_there_never_was_is_said_to_be_none(ask, alice):
    assert "There is no such turn" in ask(alice, 99).text
    assert "There is no such turn" in ask(alice, "nonsense").text


def test_it_links_to_the_conversation_while_its_page_opens_with_that_turn(ask, claimed, alice):
    link = f"/c/{claimed.conversation_id}/#turn-2"
    assert link in ask(alice, 2).text
    later = [Turn("customer", f"line {n}", f"l{n}") for n in range(50)]
    conversations.receive_messages(claimed.conversation, later)
    assert link not in ask(alice, 2).text


def test_an_attachment_without_words_is_named(ask, claimed, alice):
    photo = {"name": "damage.jpg", "type": "image/jpeg", "size": 10, "url": "https://files.example.com/1"}
    conversations.receive_messages(claimed.conversation, [Turn("customer", "", "m4", attachments=[photo])])
    assert "damage.jpg" in ask(alice, 4).text


def test_carol_finds_nothing(ask, carol):
    assert ask(carol, 2).status_code == 404
