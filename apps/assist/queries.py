"""Reads: what is offered for a conversation now."""

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from apps.conversations.models import Conversation, Holder
from apps.core.rows import row, rows
from apps.people.models import Agent

from .models import Brief, Draft, NextAction, UnsentReply

_NEWEST = "WHERE conversation_id = %s ORDER BY version DESC LIMIT 1"
_READ_BEFORE = """
WHERE conversation_id = %s AND version = (
    SELECT CASE WHEN version < %s THEN version ELSE before END FROM assist_briefread
    WHERE conversation_id = %s AND agent_id = %s)
"""


def current_brief(conversation: Conversation) -> Brief | None:
    return row(Brief, _NEWEST, [conversation.pk])


def brief_read_before(brief: Brief, agent: Agent) -> Brief | None:
    """What this agent knew when `brief` came: the version they had read last by then. None: they have read none."""
    return row(Brief, _READ_BEFORE, [brief.conversation_id, brief.version, brief.conversation_id, agent.pk])


def current_draft(conversation: Conversation) -> Draft | None:
    """The newest offer that nobody has discarded."""
    newest = row(Draft, _NEWEST, [conversation.pk])
    return newest if newest and newest.discarded_at is None else None


def current_action(conversation: Conversation) -> NextAction | None:
    return row(NextAction, _NEWEST, [conversation.pk])


def unsent_of(conversation: Conversation, agent: Agent) -> dict[bool, UnsentReply]:
    """What this agent has typed and not sent, by whether it is a note; its text is empty once sent."""
    unsent = rows(UnsentReply, "WHERE conversation_id = %s AND agent_id = %s", [conversation.pk, agent.pk])
    return {box.is_note: box for box in unsent}


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
