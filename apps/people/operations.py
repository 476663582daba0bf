"""The only writer of people, and of the record of what people did."""

from datetime import timedelta

from django.db.models import Model
from django.utils import timezone

from apps.core import visitor

from .models import Agent, AuditEntry

SEEN_AGAIN_AFTER = timedelta(minutes=15)


def audit(agent: Agent | None, verb: str, subject: Model | str = "", **detail) -> AuditEntry | None:
    """Write down that `agent` did `verb` to `subject`. Name rows by key in `detail`, never quote what anyone wrote.

    Seeing the same thing again within `SEEN_AGAIN_AFTER` is not written down, and returns None.
    """
    named = subject if isinstance(subject, str) else name_of(subject)
    if verb == AuditEntry.SAW and _saw_lately(agent, named):
        return None
    return AuditEntry.objects.create(
        agent=agent, verb=verb, subject=named, detail=detail, address=visitor.address.get()
    )


def name_of(subject: Model) -> str:
    """`conversation:12`: stable, and empty of personal data."""
    return f"{subject._meta.model_name}:{subject.pk}"


def _saw_lately(agent: Agent | None, subject: str) -> bool:
    since = timezone.now() - SEEN_AGAIN_AFTER
    return AuditEntry.objects.filter(agent=agent, verb=AuditEntry.SAW, subject=subject, at__gte=since).exists()
