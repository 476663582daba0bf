"""A clock that is turned back: the operations that make the present then make a past, with all its dates in order."""

from datetime import datetime, timedelta
from random import Random
from types import TracebackType

from django.utils import timezone

DAY = (8 * 60, 17 * 60)  # minutes after midnight, UTC, between which a chat begins


def moment(chance: Random, now: datetime, first: int, last: int) -> datetime:
    """Some time of a day, `first` to `last` days ago, at which chats begin."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=chance.randint(first, last)) + timedelta(minutes=chance.uniform(*DAY))


class Clock:
    """While it is entered, Django and so the whole product ask it for the time. For a process that does nothing else:
    whatever else ran in it would live in the past too."""

    def __init__(self, at: datetime):
        self.at = at
        self._real = timezone.now

    def __enter__(self) -> "Clock":
        timezone.now = lambda: self.at
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, where: TracebackType | None) -> None:
        timezone.now = self._real

    def forward(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
