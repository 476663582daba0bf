from threading import Thread

import pytest
from django.db import connection, transaction

from apps.conversations import operations as conversations
from apps.conversations.models import Message
from apps.conversations.refusals import NotHolder
from apps.core.house.waiting import until
from apps.handoffs import operations as handoffs
from tests.races import somebody_waits

DELIVERED, FAILED, SENDING = Message.Delivery.DELIVERED, Message.Delivery.FAILED, Message.Delivery.SENDING


@pytest.fixture
def reply(claimed, alice) -> Message:
    return conversations.send_reply(claimed.conversation, agent=alice, text="Refunded.", token="1")


def kinds(reply: Message) -> list[str]:
    return [
        kind
        for kind in reply.conversation.events.order_by("seq").values_list("kind", flat=True)
        if kind.startswith("reply.")
    ]


def test_said_twice_it_is_one_event(reply):
    conversations.settle_reply(reply, DELIVERED)
    conversations.settle_reply(reply, DELIVERED)
    assert kinds(reply) == ["reply.sent", "reply.delivered"]


def test_what_has_arrived_stays_arrived(reply):
    """A delivery that is replayed may fail; the customer has read the words all the same."""
    conversations.settle_reply(reply, DELIVERED)
    conversations.settle_reply(reply, FAILED)
    reply.refresh_from_db()
    assert reply.delivery == DELIVERED


def test_what_failed_is_tried_once_more(reply, alice):
    conversations.settle_reply(reply, FAILED)
    conversations.resend_reply(reply, agent=alice)
    conversations.resend_reply(reply, agent=alice)
    reply.refresh_from_db()
    assert reply.delivery == SENDING
    assert kinds(reply) == ["reply.sent", "reply.failed", "reply.retried"]


def test_what_failed_is_not_said_any_more_by_who_has_let_go(reply, claimed, alice, bob):
    conversations.settle_reply(reply, FAILED)
    handoffs.close(claimed, agent=alice, outcome="resolved")
    for agent in (alice, bob):
        with pytest.raises(NotHolder):
            conversations.resend_reply(reply, agent=agent)
    reply.refresh_from_db()
    assert reply.delivery == FAILED
    assert kinds(reply) == ["reply.sent", "reply.failed"]


@pytest.mark.django_db(transaction=True)
def test_settling_and_resending_do_not_wait_for_each_other(reply, alice):
    conversations.settle_reply(reply, FAILED)

    def settle():
        try:
            conversations.settle_reply(Message.objects.get(pk=reply.pk), DELIVERED)
        finally:
            connection.close()

    settling = Thread(target=settle)
    with transaction.atomic():
        conversations.lock(reply.conversation)
        settling.start()
        assert until(somebody_waits, 10)
        conversations.resend_reply(reply, agent=alice)
    settling.join()

    reply.refresh_from_db()
    assert reply.delivery == DELIVERED
