"""What was erased is not sent, however it comes to be due; and an erasure and a sender never wait for each other."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from apps.bot_api import webhooks
from apps.conversations import operations as conversations
from apps.conversations.models import Conversation
from apps.core import outbox
from apps.core.house.waiting import until
from apps.core.models import Delivery
from apps.core.outbox import Answer
from apps.privacy import operations as privacy
from tests.races import somebody_waits

from .conftest import deliver


@pytest.fixture
def erase(maya, ada):
    return lambda: privacy.erase_customer(maya, by=ada)


@pytest.mark.parametrize("is_sent", [True, False])
def test_a_reply_that_was_erased_is_not_replayed(receiver, endpoint, reply, bot, as_agent, ada, erase, is_sent):
    receiver.answer = (lambda: (200, {}, b"")) if is_sent else (lambda: (410, {}, b""))
    deliver()
    delivery = Delivery.objects.get(topic="reply.sent")
    erase()
    answer = bot.post(f"/deliveries/{delivery.pk}/replay")
    assert (answer.status_code, answer.json()["code"]) == (410, "erased")
    page = as_agent(ada).get(f"/bots/botto/deliveries/{delivery.pk}/").content.decode()
    assert "The conversation was erased." in page
    assert "Send again" not in page
    assert Delivery.objects.get(pk=delivery.pk).state == ("sent" if is_sent else "dropped")


def test_erased_when_it_was_about_to_be_sent_again_that_is_the_end_of_it(receiver, reply, claimed, erase):
    deliver()
    heard, delivery = len(receiver.received), Delivery.objects.get(topic="reply.sent")
    erase()
    assert outbox.replay(delivery)  # who asked for it saw the conversation a moment before
    deliver()
    (told,) = [json.loads(body) for _, body in receiver.received[heard:]]
    assert (told["type"], told["data"]) == ("handoff.cancelled", {"handoff": claimed.pk})
    delivery.refresh_from_db()
    assert (delivery.state, delivery.last["error"]) == (Delivery.State.DEAD, "The conversation was erased.")


@pytest.mark.django_db(transaction=True)
def test_a_sender_that_settles_waits_for_an_erasure_that_does_not_wait_for_it(reply, erase):
    delivery = outbox._lease()
    assert delivery

    def settle():
        try:
            webhooks.settle(delivery, Answer(ok=True, status=200))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as sender, transaction.atomic():
        conversations.lock(Conversation.objects.get())  # what erasing begins with
        settling = sender.submit(settle)
        assert until(somebody_waits, 10)
        erase()
        transaction.on_commit(lambda: settling.result(10))
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.DROPPED
