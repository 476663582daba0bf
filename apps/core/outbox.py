"""The outbox: what has to leave is a row, and a worker sends due rows one stream at a time, in order.

Order and schedule follow Standard Webhooks (https://www.standardwebhooks.com): now, 5 s, 5 min, 30 min, 2 h,
5 h, 10 h, 14 h, 20 h, 24 h, then a dead letter. Celery is the kick, a five-second sweep the guarantee.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from .models import Delivery

SCHEDULE = [timedelta(seconds=s) for s in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)]
LEASE = timedelta(seconds=60)  # longer than any single attempt may take
JITTER = 0.1
HISTORY = 20  # attempts kept on a row
KEPT = timedelta(days=30)  # what was sent; dead letters stay until someone replays them


@dataclass(frozen=True)
class Answer:
    """What came of one attempt. `final` says that trying again is of no use; `wait` is the receiver's own wish."""

    ok: bool
    status: int | None = None
    error: str = ""
    text: str = ""
    ms: int = 0
    final: bool = False
    wait: timedelta | None = None


def enqueue(*, destination: str, stream: str, topic: str, subject: int) -> Delivery:
    """Write a delivery in the caller's transaction."""
    return Delivery.objects.create(
        destination=destination, stream=stream, topic=topic, subject=subject, due_at=timezone.now()
    )


def send_next(send: Callable[[Delivery], Answer], settle: Callable[[Delivery, Answer], object]) -> bool:
    """Send one delivery that is due, outside any transaction. False when none is.

    `settle` calls ours, in one transaction with whatever follows from it.
    """
    delivery = _lease()
    if delivery:
        settle(delivery, send(delivery))
    return delivery is not None


def settle(delivery: Delivery, answer: Answer) -> bool:
    """Write down what came of an attempt. True when the delivery is over by that; a later lease wins over us."""
    entry = {"at": timezone.now().isoformat(), "ms": answer.ms, "status": answer.status}
    entry |= {"error": answer.error, "answer": answer.text[:2000]}
    changes: dict = {"history": [*delivery.history, entry][-HISTORY:]}
    if answer.ok:
        changes |= {"state": Delivery.State.SENT, "settled_at": timezone.now()}
    elif answer.final or delivery.attempts > len(SCHEDULE):
        changes |= {"state": Delivery.State.DEAD, "settled_at": timezone.now()}
    else:
        scheduled = SCHEDULE[delivery.attempts - 1] * random.uniform(1, 1 + JITTER)
        wait = max(answer.wait or scheduled, scheduled)  # a short wish must not use up three days of tries in a minute
        changes |= {"state": Delivery.State.DUE, "due_at": timezone.now() + wait}
    mine = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENDING, attempts=delivery.attempts)
    if not mine.update(**changes):
        return False
    delivery.refresh_from_db()
    return delivery.settled_at is not None


def replay(delivery: Delivery) -> bool:
    """Send a settled delivery once more. False when it is still on its way, or was dropped."""
    over = Delivery.objects.filter(pk=delivery.pk, state__in=(Delivery.State.SENT, Delivery.State.DEAD))
    return bool(over.update(state=Delivery.State.DUE, due_at=timezone.now(), attempts=0, settled_at=None))


def forget(topics: Iterable[str], subjects: Iterable[int]) -> None:
    """Drop what was not sent about these subjects, and what was answered to the rest."""
    about = Delivery.objects.filter(topic__in=topics, subject__in=subjects)
    about.exclude(state=Delivery.State.SENT).update(state=Delivery.State.DROPPED, settled_at=timezone.now())
    about.update(history=[])


def forget_sent() -> int:
    """Drop what nobody will send again. Returns how many."""
    over = Delivery.objects.filter(state__in=(Delivery.State.SENT, Delivery.State.DROPPED))
    return over.filter(settled_at__lt=timezone.now() - KEPT).delete()[0]


def _lease() -> Delivery | None:
    """Take one due row whose stream has nothing older on its way."""
    earlier = Delivery.objects.filter(stream=OuterRef("stream"), id__lt=OuterRef("id"), state__in=Delivery.OPEN)
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(skip_locked=True)
            .filter(~Exists(earlier), state__in=Delivery.OPEN, due_at__lte=timezone.now())
            .order_by("due_at", "id")
            .first()
        )
        if delivery:
            delivery.state = Delivery.State.SENDING
            delivery.attempts += 1
            delivery.due_at = timezone.now() + LEASE
            delivery.save(update_fields=["state", "attempts", "due_at"])
    return delivery
