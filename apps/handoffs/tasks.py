from collections.abc import Callable, Iterable
from typing import TypeVar

from celery import shared_task
from django.utils import timezone

from apps.conversations.refusals import Erased

from . import operations
from .models import Handback, Handoff, State

T = TypeVar("T")


@shared_task(name="handoffs.expire")
def expire() -> None:
    """Give people back what a bot did not answer for, and what an agent who is gone held."""
    silent = Handback.objects.filter(state=Handback.State.OFFERED, expires_at__lte=timezone.now())
    _each(silent, operations.expire_handback)
    orphaned = Handoff.objects.filter(state=State.CLAIMED, agent__is_active=False).select_related("conversation")
    _each(orphaned, operations.release_from_the_gone)


def _each(found: Iterable[T], move: Callable[[T], None]) -> None:
    """Whatever was answered, moved or erased at this very moment must not keep the others waiting."""
    for one in found:
        try:
            move(one)
        except (operations.TooLate, Erased):
            continue
