"""The writer of people, beside the admin's forms, and of the record of what people did.

What an admin changes about someone takes effect on their open screens within seconds: those ask again who they serve.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone

from apps.core import visitor

from .models import Agent, AuditEntry, Team

SEEN_AGAIN_AFTER = timedelta(minutes=15)
OWN = ("name", "time_zone", "language", "theme", "preferences")  # what everyone sets for themselves


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


def forget_audit(before: datetime) -> int:
    """Drop entries older than the retention setting. Returns how many."""
    return AuditEntry.objects.filter(at__lt=before).delete()[0]


def engage(email: str, name: str, *, by: Agent | None, role: str, teams: Iterable[Team] = (), password=None) -> Agent:
    """Make an agent; without a password they sign in by single sign-on or by resetting it."""
    with transaction.atomic():
        agent = Agent.objects.create_user(email, password, name=name, role=role)
        agent.teams.set(teams)
        audit(by, "agent.engaged", agent, role=role)
    return agent


def deactivate(agent: Agent, *, by: Agent | None) -> None:
    """They can do nothing from now on: every session ends, open screens close within seconds."""
    with transaction.atomic():
        Agent.objects.filter(pk=agent.pk).update(is_active=False, sign_outs=F("sign_outs") + 1)
        audit(by, "agent.deactivated", agent)
    agent.refresh_from_db(fields=["is_active", "sign_outs"])


def reactivate(agent: Agent, *, by: Agent | None) -> None:
    with transaction.atomic():
        Agent.objects.filter(pk=agent.pk).update(is_active=True)
        audit(by, "agent.reactivated", agent)
    agent.refresh_from_db(fields=["is_active", "sign_outs"])


def sign_out_everywhere(agent: Agent, *, by: Agent | None) -> None:
    with transaction.atomic():
        Agent.objects.filter(pk=agent.pk).update(sign_outs=F("sign_outs") + 1)
        audit(by, "agent.signed_out_everywhere", agent)
    agent.refresh_from_db(fields=["sign_outs"])


def change_own_settings(agent: Agent, **settings) -> None:
    """What everyone may change about themselves: `OWN`."""
    for name, value in settings.items():
        if name not in OWN:
            raise ValueError(f"{name} is not a setting of one's own")
        setattr(agent, name, value)
    agent.save(update_fields=list(settings))


def set_status(agent: Agent, status: str) -> None:
    """Say whether new chats may come. Not audited: a day has dozens."""
    agent.status = Agent.Status(status)
    agent.save(update_fields=["status"])


def _saw_lately(agent: Agent | None, subject: str) -> bool:
    since = timezone.now() - SEEN_AGAIN_AFTER
    return AuditEntry.objects.filter(agent=agent, verb=AuditEntry.SAW, subject=subject, at__gte=since).exists()
