from celery import shared_task
from django.utils import timezone

from . import operations
from .models import Handback, Handoff, State


@shared_task(name="handoffs.expire")
def expire() -> None:
    """Give people back what a bot did not answer for, and what an agent who is gone held."""
    for handback in Handback.objects.filter(state=Handback.State.OFFERED, expires_at__lte=timezone.now()):
        try:
            operations.expire_handback(handback)
        except operations.TooLate:
            continue  # it answered just now
    for handoff in Handoff.objects.filter(state=State.CLAIMED, agent__is_active=False).select_related("conversation"):
        try:
            operations.release_from_the_gone(handoff)
        except operations.TooLate:
            continue  # an admin moved it just now
