"""Turns of which none is stored yet, taken by one statement; what is not so simple is left to `receive_messages`."""

import pytest

from apps.conversations import operations as conversations
from apps.conversations.models import Conversation, Message
from apps.conversations.refusals import Unmet
from apps.conversations.turns import Turn
from tests.races import at_once

# What is said, and since when the customer waits then: as before, anew, or not at all.
SAID = {
    "a question": (["customer"], {"waits": "still", "rests": "anew"}),
    "an answer": (["bot"], {"waits": None, "rests": None}),
    "an answer and another question": (["bot", "customer", "customer"], {"waits": "anew", "rests": "anew"}),
    "a question and its answer": (["customer", "bot"], {"waits": None, "rests": None}),
    "what the bot did": (["action", "result"], {"waits": "still", "rests": None}),
}


def by_name(conversation: Conversation) -> Conversation:
    """As a door knows it before it has looked."""
    return Conversation(bot=conversation.bot, reference=conversation.reference)


@pytest.mark.parametrize("way", [conversations.receive_messages, conversations.receive_new])
@pytest.mark.parametrize(("roles", "after"), SAID.values(), ids=SAID)
@pytest.mark.parametrize("before", ["waits", "rests"])
def test_turns_change_their_conversation(botto, maya, way, roles, before, after):
    conversation = conversations.open_conversation(botto, "chat-2", customer=maya)
    way(by_name(conversation), [Turn("customer" if before == "waits" else "bot", "before", "b")])
    since = Conversation.objects.get(pk=conversation.pk).customer_waits_since
    turns = [Turn(role, f"{n}", f"t{n}", facts={"page": f"/{n}"}) for n, role in enumerate(roles)]
    way(known := by_name(conversation), turns)

    stored = Conversation.objects.get(pk=conversation.pk)
    waits = stored.customer_waits_since and ("still" if stored.customer_waits_since == since else "anew")
    assert waits == after[before]
    assert (stored.message_count, stored.page, stored.seq) == (len(turns) + 1, turns[-1].facts["page"], 2)
    said = conversation.messages.order_by("position").values_list("position", "role", "text", "facts")
    assert list(said)[1:] == [(n, turn.role, turn.text, turn.facts) for n, turn in enumerate(turns, start=2)]
    for field in ("message_count", "page", "seq", "customer_waits_since", "last_message_at", "holder", "epoch"):
        assert getattr(known, field) == getattr(stored, field)


def test_it_is_known_as_it_is_then(claimed):
    known = by_name(claimed.conversation)
    (message,) = conversations.receive_new(known, [Turn("customer", "hello?", "m4")])
    assert (known.pk, known.holder, known.epoch) == (claimed.conversation_id, "agent", claimed.conversation.epoch)
    assert message.position == known.message_count == 4
    assert Message.objects.get(pk=message.pk).text == "hello?"


def test_an_id_twice_in_one_call_is_stored_once(conversation):
    stored = conversations.receive_new(by_name(conversation), [Turn("customer", "a", "x"), Turn("customer", "a", "x")])
    assert len(stored) == 1


SPEAKS = [Turn("customer", "hello?", "m4"), Turn("bot", "I am still here!", "m5")]


def test_a_bot_turn_is_taken_at_its_epoch_and_at_no_other(waiting):
    conversation = waiting.conversation
    for epoch in (None, conversation.epoch - 1, conversation.epoch + 1):
        with pytest.raises(Unmet):
            conversations.receive_new(by_name(conversation), SPEAKS, epoch=epoch)
    assert conversation.messages.count() == 3
    assert len(conversations.receive_new(by_name(conversation), SPEAKS, epoch=conversation.epoch)) == 2


def test_a_bot_turn_is_not_taken_while_an_agent_holds(claimed):
    with pytest.raises(Unmet):
        conversations.receive_new(by_name(claimed.conversation), SPEAKS, epoch=claimed.conversation.epoch)
    assert claimed.conversation.messages.count() == 3


def test_one_that_is_stored_leaves_all_to_the_other_way(conversation):
    with pytest.raises(Unmet):
        conversations.receive_new(by_name(conversation), [Turn("customer", "new", "m4"), Turn("customer", "old", "m1")])
    assert conversation.messages.count() == 3


def test_neither_an_unknown_nor_an_erased_conversation_takes_turns(conversation):
    with pytest.raises(Unmet):
        conversations.receive_new(Conversation(bot=conversation.bot, reference="other"), [Turn("customer", "a", "m4")])
    conversations.erase_conversation(conversation)
    with pytest.raises(Unmet):
        conversations.receive_new(by_name(conversation), [Turn("customer", "a", "m4")])


@pytest.mark.django_db(transaction=True)
def test_a_turn_that_is_stored_in_this_moment_is_not_stored_twice(conversation):
    turns = [Turn("customer", "hi", "m4")]
    first, second = at_once(
        lambda: conversations.receive_messages(by_name(conversation), turns),
        lambda: conversations.receive_new(by_name(conversation), turns),
    )
    assert len(first) == 1
    assert isinstance(second, Unmet)
    assert conversation.messages.count() == 4
