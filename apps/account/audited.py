"""Who and what an audit page speaks of. The log itself names rows only by key; names are looked up when it is read."""

from collections import defaultdict
from collections.abc import Iterable

from apps.conversations.models import Bot, Conversation, Customer
from apps.people.models import Agent, AuditEntry, Team

KINDS = {
    "agent": Agent.objects.all(),
    "bot": Bot.objects.all(),
    "conversation": Conversation.objects.select_related("customer"),
    "customer": Customer.objects.all(),
    "team": Team.objects.all(),
}


def names_of(entries: Iterable[AuditEntry]) -> dict[str, str]:
    """By subject, with one query a kind. What is gone or is nobody has no name."""
    wanted = defaultdict(set)
    for entry in entries:
        kind, _, key = entry.subject.partition(":")
        if kind in KINDS and key.isdecimal():
            wanted[kind].add(int(key))
    return {
        f"{kind}:{found.pk}": str(getattr(found, "customer", found))
        for kind, keys in wanted.items()
        for found in KINDS[kind].filter(pk__in=keys)
    }
