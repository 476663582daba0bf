"""Deliveries leave in order within a stream, and no stream waits for another."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from apps.core import outbox
from apps.core.models import Delivery
from apps.core.outbox import Answer


def enqueue(stream: str, subject: int) -> Delivery:
    return outbox.enqueue(destination="bot:1", stream=stream, topic="reply.sent", subject=subject)


def send_due(send: Callable[[Delivery], Answer]) -> None:
    while outbox.send_next(send, outbox.settle):
        pass


def test_a_stream_is_sent_in_order():
    for subject in (1, 2, 3):
        enqueue("a", subject)
    sent = []

    def send(delivery):
        sent.append(delivery.subject)
        return Answer(ok=True, status=200)

    send_due(send)
    assert sent == [1, 2, 3]


def test_a_failing_delivery_holds_its_own_stream_only():
    enqueue("a", 1), enqueue("a", 2), enqueue("b", 3)
    sent = []

    def send(delivery):
        sent.append(delivery.subject)
        return Answer(ok=delivery.stream != "a", status=500 if delivery.stream == "a" else 200)

    send_due(send)

    assert sent == [1, 3]
    assert Delivery.objects.get(subject=2).state == Delivery.State.DUE


def test_a_failure_is_tried_again_on_schedule_and_a_wish_is_honoured():
    enqueue("a", 1)
    send_due(lambda delivery: Answer(ok=False, status=503, wait=timedelta(minutes=7)))
    delivery = Delivery.objects.get()
    assert timedelta(minutes=6) < delivery.due_at - timezone.now() <= timedelta(minutes=7)
    assert delivery.last["status"] == 503


def test_a_short_wish_does_not_use_up_the_tries_in_a_minute():
    enqueue("a", 1)
    for _ in range(3):
        Delivery.objects.update(due_at=timezone.now())
        send_due(lambda delivery: Answer(ok=False, status=429, wait=timedelta(seconds=1)))
    assert Delivery.objects.get().due_at - timezone.now() > timedelta(minutes=29)


def test_after_the_schedule_comes_the_dead_letter_which_can_be_replayed():
    enqueue("a", 1)
    for _ in range(len(outbox.SCHEDULE) + 1):
        Delivery.objects.update(due_at=timezone.now())
        assert Delivery.objects.get().state == Delivery.State.DUE
        send_due(lambda delivery: Answer(ok=False, status=500))
    delivery = Delivery.objects.get()
    assert delivery.state == Delivery.State.DEAD

    assert outbox.replay(delivery)
    send_due(lambda delivery: Answer(ok=True, status=200))
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.SENT


def test_what_is_on_its_way_is_not_replayed():
    assert not outbox.replay(enqueue("a", 1))


@pytest.mark.parametrize("ok", [True, False])
def test_what_was_forgotten_is_sent_no_more(ok):
    """What was sent before stays sent; a dead letter goes with the rest."""
    past, due = enqueue("a", 1), enqueue("b", 1)
    outbox.send_next(lambda delivery: Answer(ok=ok, final=True), outbox.settle)
    outbox.forget(["reply.sent"], [1])
    assert not outbox.replay(due)
    past.refresh_from_db()
    assert past.state == (Delivery.State.SENT if ok else Delivery.State.DROPPED)
    assert outbox.replay(past) is ok


def test_a_sender_that_died_is_replaced_and_its_late_answer_is_ignored():
    enqueue("a", 1)

    def send(delivery):
        if delivery.attempts == 1:  # this sender hangs until its lease runs out, and another takes over
            Delivery.objects.update(due_at=timezone.now())
            outbox.send_next(lambda again: Answer(ok=True, status=200), outbox.settle)
        return Answer(ok=False, status=500)

    outbox.send_next(send, outbox.settle)

    delivery = Delivery.objects.get()
    assert delivery.state == Delivery.State.SENT
    assert delivery.attempts == 2


def test_a_late_answer_does_not_speak_for_the_sender_that_took_over():
    enqueue("a", 1)

    def send(delivery):  # it hangs until its lease runs out, and another has just begun when its answer comes
        Delivery.objects.update(due_at=timezone.now())
        assert outbox._lease()
        return Answer(ok=True, status=200)

    outbox.send_next(send, outbox.settle)

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.history) == (Delivery.State.SENDING, 2, [])


@pytest.mark.django_db(transaction=True)
def test_parallel_workers_share_the_rows_and_keep_each_streams_order():
    for number in range(40):
        enqueue(f"stream {number % 8}", number)
    sent: list[tuple[str, int]] = []
    barrier = Barrier(4)

    def work():
        barrier.wait()
        while Delivery.objects.filter(state__in=Delivery.OPEN).exists():
            send_due(lambda d: sent.append((d.stream, d.subject)) or Answer(ok=True, status=200))
        connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(sent) == 40
    for number in range(8):
        subjects = [subject for stream, subject in sent if stream == f"stream {number}"]
        assert subjects == sorted(subjects)


def test_what_was_sent_is_kept_for_a_month_and_dead_letters_stay():
    old = timezone.now() - outbox.KEPT
    states = {state: enqueue("a", number).pk for number, state in enumerate(Delivery.State)}
    for state, pk in states.items():
        Delivery.objects.filter(pk=pk).update(state=state, settled_at=None if state in Delivery.OPEN else old)
    young = enqueue("a", 9)
    Delivery.objects.filter(pk=young.pk).update(state=Delivery.State.SENT, settled_at=timezone.now())
    assert outbox.forget_sent() == 2
    assert set(Delivery.objects.values_list("state", flat=True)) == {"due", "sending", "dead", "sent"}
