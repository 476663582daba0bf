from threading import Barrier, Thread

import pytest
from django.db import connection

from apps.conversations import operations as conversations
from apps.conversations.models import ConversationEvent
from apps.conversations.refusals import NotHolder
from apps.conversations.turns import Turn


def test_turns_are_stored_in_the_order_given(conversation):
    texts = [message.text[:12] for message in conversation.messages.order_by("position")]
    assert texts == ["I was charge", "I can see on", "no, both are"]
    assert conversation.message_count == 3


def test_a_repeat_is_harmless(conversation):
    assert conversations.receive_messages(conversation, [Turn("customer", "again", "m1")]) == []
    assert conversation.messages.count() == 3


def test_a_repeat_within_one_call_is_stored_once(conversation):
    stored = conversations.receive_messages(conversation, [Turn("customer", "a", "x"), Turn("customer", "a", "x")])
    assert len(stored) == 1


@pytest.mark.django_db(transaction=True)
def test_a_bot_turn_with_a_stale_epoch_stores_nothing_of_the_call(claimed):
    turns = [Turn("customer", "hello?", "m4"), Turn("bot", "I am still here!", "m5")]
    with pytest.raises(NotHolder):
        conversations.receive_messages(claimed.conversation, turns, epoch=1)
    assert not claimed.conversation.messages.filter(external_id="m4").exists()


def test_customer_turns_are_taken_whoever_holds(claimed):
    (message,) = conversations.receive_messages(claimed.conversation, [Turn("customer", "hello?", "m4")])
    assert message.position == 4


def test_card_numbers_are_masked(conversation):
    (message,) = conversations.receive_messages(
        conversation, [Turn("customer", "my card is 4111 1111 1111 1111, order 4821300000000", "m9")]
    )
    assert message.text == "my card is •••• 1111, order 4821300000000"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("receive", [conversations.receive_messages, conversations.receive_new])
def test_parallel_writers_leave_no_gap_in_position_or_seq(conversation, receive):
    barrier = Barrier(8)

    def write(number):
        barrier.wait()
        for turn in range(5):
            receive(conversation, [Turn("customer", "hi", f"p{number}-{turn}")])
        connection.close()

    threads = [Thread(target=write, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    positions = list(conversation.messages.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, 44))
    seqs = list(ConversationEvent.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
