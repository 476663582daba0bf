import json
import socket
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from apps.bot_api import operations, tasks, webhooks
from apps.conversations import events
from apps.conversations import operations as conversations
from apps.conversations.models import Message
from apps.core import outbox
from apps.core.house.waiting import until
from apps.core.models import Delivery
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback, Handoff, State
from handoff_client import BadSignature, verify

from .conftest import deliver
from .receiver import Receiver


def test_what_arrives_is_signed_and_counts_as_delivered(receiver, endpoint, reply):
    assert deliver() == 1
    headers, body = receiver.received[-1]
    event = verify(headers, body, endpoint.secrets[0])
    assert event["type"] == "reply.sent"
    assert event["data"]["message"]["text"] == "Refunded."
    assert headers["webhook-id"] == event["id"]
    reply.refresh_from_db()
    assert reply.delivery == Message.Delivery.DELIVERED
    with pytest.raises(BadSignature):
        verify(headers, body + b" ", endpoint.secrets[0])
    with pytest.raises(BadSignature):
        verify(headers, body, endpoint.secrets[0], now=timezone.now().timestamp() + 600)


def test_both_secrets_sign_while_one_is_rotated_out(receiver, endpoint, reply):
    old = endpoint.secrets[0]
    new = operations.rotate_secret(endpoint)
    deliver()
    assert verify(*receiver.received[-1], old)["id"] == verify(*receiver.received[-1], new)["id"]


@pytest.mark.django_db(transaction=True)  # a pull sees what is committed
def test_pushed_and_pulled_are_the_same(receiver, endpoint, reply, bot):
    deliver()
    assert json.loads(receiver.received[-1][1]) == bot.get("/events").json()["events"][-1]


def test_a_dead_server_is_tried_again_and_the_reply_goes_on_sending(endpoint, reply):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        operations.set_endpoint(endpoint.bot, f"http://127.0.0.1:{taken.getsockname()[1]}/")
    before = timezone.now()
    deliver()
    delivery = Delivery.objects.latest("id")
    assert delivery.state == Delivery.State.DUE
    assert before + timedelta(seconds=5) <= delivery.due_at <= timezone.now() + timedelta(seconds=5.5)
    reply.refresh_from_db()
    assert reply.delivery == Message.Delivery.SENDING


def test_a_slow_server_is_given_up(receiver, endpoint, reply, settings):
    settings.WEBHOOK_TIMEOUT = 0.2
    receiver.answer = receiver.slowly
    deliver()
    assert "within 0.2 s" in Delivery.objects.latest("id").last["error"]


def test_a_name_service_that_does_not_answer_is_given_up(endpoint, reply, settings, monkeypatch):
    settings.WEBHOOK_TIMEOUT, over = 0.2, threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *about, **more: over.wait(30) and [])
    began = time.monotonic()
    deliver()
    over.set()
    assert time.monotonic() - began < 20
    assert "within 0.2 s" in Delivery.objects.latest("id").last["error"]


def test_redirects_are_not_followed(receiver, endpoint, reply):
    receiver.answer = lambda: (302, {"Location": receiver.url}, b"")
    before = len(receiver.received)
    deliver()
    assert len(receiver.received) == before + 1
    assert Delivery.objects.latest("id").last["status"] == 302


def test_gone_switches_the_endpoint_off(receiver, endpoint, reply, botto):
    receiver.answer = lambda: (410, {}, b"")
    deliver()
    endpoint.refresh_from_db()
    botto.refresh_from_db()
    reply.refresh_from_db()
    assert endpoint.disabled_at
    assert not botto.pushes
    assert reply.delivery == Message.Delivery.FAILED


@pytest.mark.django_db(transaction=True)
def test_gone_says_nothing_of_an_address_that_was_given_meanwhile(receiver, endpoint, reply, botto):
    def answer():
        operations.Endpoint.objects.update(url="https://moved.example.com/hook")
        connection.close()
        return 410, {}, b""

    receiver.answer = answer
    webhooks.send(Delivery.objects.latest("id"))
    endpoint.refresh_from_db()
    botto.refresh_from_db()
    assert not endpoint.disabled_at
    assert botto.pushes


def test_retry_after_is_honoured(receiver, endpoint, reply):
    receiver.answer = lambda: (503, {"Retry-After": "120"}, b"")
    deliver()
    wait = (Delivery.objects.latest("id").due_at - timezone.now()).total_seconds()
    assert 110 < wait <= 120


@pytest.mark.parametrize(
    ("asked", "shortest", "longest"),
    [
        ("999999999999", 86_000, 86_400),  # never longer than a day
        ("Fri, 01 Jan 2100 00:00:00 GMT", 86_000, 86_400),
        ("Sat, 01 Jan 2000 00:00:00 GMT", 4, 6),  # over already: as the schedule has it
        ("0", 4, 6),
        ("soon", 4, 6),
        ("-5", 4, 6),
    ],
)
def test_a_wish_to_wait_is_a_wish(receiver, endpoint, reply, asked, shortest, longest):
    receiver.answer = lambda: (503, {"Retry-After": asked}, b"")
    before = timezone.now()
    deliver()
    due_at, after = Delivery.objects.latest("id").due_at, timezone.now()
    assert (due_at - before).total_seconds() > shortest
    assert (due_at - after).total_seconds() <= longest


def test_no_more_than_64_kb_of_an_answer_are_read(receiver, endpoint, reply):
    receiver.answer, before = lambda: (200, {}, b"x" * 50_000_000), receiver.taken  # more than any buffer holds
    deliver()
    assert Delivery.objects.latest("id").state == Delivery.State.SENT
    assert receiver.taken == before


def test_no_proxy_of_the_environment_is_asked(receiver, endpoint, reply, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    deliver()
    assert Delivery.objects.latest("id").state == Delivery.State.SENT


@pytest.mark.parametrize(
    ("answer", "accepts_by_2xx", "state", "handback"),
    [
        (b'{"accept": true}', False, State.RETURNED, Handback.State.ACCEPTED),
        (b'{"refuse": "not mine"}', False, State.CLAIMED, Handback.State.REFUSED),
        (b'{"refuse": "not mine"}', True, State.CLAIMED, Handback.State.REFUSED),
        (b'{"refuse": "%s"}' % (b"not mine " * 400), True, State.CLAIMED, Handback.State.REFUSED),
        (b"", True, State.RETURNED, Handback.State.ACCEPTED),
        (b"ok", False, State.RETURNING, Handback.State.OFFERED),
    ],
)
def test_a_handback_may_be_answered_at_once(
    receiver, endpoint, claimed, alice, botto, answer, accepts_by_2xx, state, handback
):
    botto.accepts_by_2xx = accepts_by_2xx
    botto.save()
    deliver()
    claimed = Handoff.objects.get(pk=claimed.pk)
    offered = handoffs.hand_back(claimed, agent=alice, brief={"done": ["x"]})
    receiver.answer = lambda: (200, {}, answer)
    while deliver():
        pass
    offered.refresh_from_db()
    claimed.refresh_from_db()
    assert (claimed.state, offered.state) == (state, handback)


def test_an_answer_after_the_time_to_accept_accepts_nothing(receiver, endpoint, claimed, alice):
    deliver()
    offered = handoffs.hand_back(Handoff.objects.get(pk=claimed.pk), agent=alice, brief={})
    Handback.objects.update(expires_at=timezone.now())
    receiver.answer = lambda: (200, {}, b'{"accept": true}')
    while deliver():
        pass
    offered.refresh_from_db()
    assert offered.state == Handback.State.OFFERED


@pytest.mark.django_db(transaction=True)
def test_what_stops_a_sender_is_logged(caplog):
    outbox.enqueue(destination="nobody we know", stream="s", topic="reply.sent", subject=1)
    tasks.deliver()
    assert until(lambda: "nobody we know" in caplog.text, 10)


@pytest.mark.django_db(transaction=True)
def test_a_slow_bot_holds_up_no_other(receiver, endpoint, botto, otherbot, maya):
    """The task comes back at once; the slow bot's answers are waited for by senders of their own."""
    receiver.answer = receiver.slowly
    with Receiver() as quick:
        operations.set_endpoint(otherbot, quick.url)
        for bot in (botto, otherbot):
            chat = conversations.open_conversation(bot, "chat-9", customer=maya)
            bot.refresh_from_db()
            with transaction.atomic():
                events.record(chat, "handoff.queued", actor=bot)
        tasks.deliver()
        tasks.deliver()
        assert until(lambda: quick.received and receiver.received, 10)
        receiver.over.set()
        assert until(lambda: not Delivery.objects.exclude(state=Delivery.State.SENT).exists(), 10)
