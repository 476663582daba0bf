"""Reads: what is offered for a conversation now."""

from typing import NamedTuple

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from apps.conversations.models import Conversation, Holder
from apps.core.rows import Question, every, first, joined, row
from apps.people.models import Agent

from .models import Brief, Draft, NextAction, UnsentReply

_NEWEST = "WHERE conversation_id = %s ORDER BY version DESC LIMIT 1"
_OWN = "WHERE conversation_id = %s AND agent_id = %s"
_READ_BEFORE = """
WHERE conversation_id = %s AND version = (
    SELECT CASE WHEN version < (SELECT max(version) FROM assist_brief WHERE conversation_id = %s) THEN version
        ELSE before END
    FROM assist_briefread WHERE conversation_id = %s AND agent_id = %s)
"""


class Offered(NamedTuple):
    """What an agent has before them in one conversation."""

    brief: Brief | None
    draft: Draft | None  # the newest, when nobody has discarded it
    action: NextAction | None
    unsent: dict[bool, UnsentReply]  # what this agent has typed, by whether it is a note; its text is empty once sent


def current_brief(conversation: Conversation) -> Brief | None:
    return row(Brief, _NEWEST, [conversation.pk])


def brief_read_before(conversation: Conversation, agent: Agent) -> Question[Brief | None]:
    """What this agent knew when the newest brief came: the version they had read last by then, if any."""
    return first(Brief, _READ_BEFORE, [conversation.pk, conversation.pk, conversation.pk, agent.pk])


def current_draft(conversation: Conversation) -> Draft | None:
    """The newest offer that nobody has discarded."""
    return _standing(row(Draft, _NEWEST, [conversation.pk]))


def current_action(conversation: Conversation) -> NextAction | None:
    return row(NextAction, _NEWEST, [conversation.pk])


def offered(conversation: Conversation, agent: Agent) -> Question[Offered]:
    of = [conversation.pk]
    return joined(
        _offered,
        first(Brief, _NEWEST, of),
        first(Draft, _NEWEST, of),
        first(NextAction, _NEWEST, of),
        every(UnsentReply, _OWN, [*of, agent.pk]),
    )


def _offered(brief: Brief | None, draft: Draft | None, action: NextAction | None, unsent: list[UnsentReply]) -> Offered:
    return Offered(brief, _standing(draft), action, {box.is_note: box for box in unsent})


def _standing(newest: Draft | None) -> Draft | None:
    return newest if newest and newest.discarded_at is None else None


def lagging() -> QuerySet[Conversation]:
    """Conversations in people's hands whose brief has not read the last turn and that no worker has on its list."""
    newest = Brief.objects.filter(conversation=OuterRef("pk")).order_by("-version").values("through")[:1]
    return (
        Conversation.objects.exclude(holder=Holder.BOT)
        .filter(message_count__gt=0)
        .alias(read=Subquery(newest))
        .filter(Q(read__isnull=True) | Q(read__lt=F("message_count")))
        .filter(Q(reading__isnull=True) | Q(reading__wanted__lte=F("reading__done")))
    )
