from celery import shared_task
from django.utils import timezone

from . import operations
from .models import Handback


@shared_task(name="handoffs.expire")
def expire() -> None:
    """Give people back what a bot did not answer for."""
    for handback in Handback.objects.filter(state=Handback.State.OFFERED, expires_at__lte=timezone.now()):
        try:
            operations.expire_handback(handback)
        except operations.TooLate:
            continue  # it answered just now
