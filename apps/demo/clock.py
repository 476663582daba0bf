"""A clock that is turned back: the operations that make the present then make a past, with all its dates in order."""

from datetime import datetime, timedelta
from types import TracebackType

from django.utils import timezone


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
