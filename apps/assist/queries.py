"""Reads: what is offered for a conversation now."""

from typing import NamedTuple, TypeVar

from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery

from apps.conversations.models import Conversation, Holder
from apps.core.rows import row, rows, together
from apps.people.models import Agent

from .models import Brief, Draft, NextAction, UnsentReply

M = TypeVar("M", bound=Model)

_NEWEST = "WHERE conversation_id = %s ORDER BY version DESC LIMIT 1"
_OWN = "WHERE conversation_id = %s AND agent_id = %s"
_READ_BEFORE = """
WHERE conversation_id = %s AND version = (
    SELECT CASE WHEN version < %s THEN version ELSE before END FROM assist_briefread
    WHERE conversation_id = %s AND agent_id = %s)
"""


class Offered(NamedTuple):
    """What an agent has before them in one conversation."""

    brief: Brief | None
    draft: Draft | None  # the newest, when nobody has discarded it
    action: NextAction | None
    unsent: dict[bool, UnsentReply]  # what this agent has typed, by whether it is a note; its text is empty once sent


def current_brief(conversation: Conversation) -> Brief | None:
    return row(Brief, _NEWEST, [conversation.pk])


def brief_read_before(brief: Brief, agent: Agent) -> Brief | None:
    """What this agent knew when `brief` came: the version they had read last by then. None: they have read none."""
    return row(Brief, _READ_BEFORE, [brief.conversation_id, brief.version, brief.conversation_id, agent.pk])


def current_draft(conversation: Conversation) -> Draft | None:
    """The newest offer that nobody has discarded."""
    return _standing(rows(Draft, _NEWEST, [conversation.pk]))


def current_action(conversation: Conversation) -> NextAction | None:
    return row(NextAction, _NEWEST, [conversation.pk])


def offered(conversation: Conversation, agent: Agent) -> Offered:
    """All of it in one round trip."""
    of = [conversation.pk]
    briefs, drafts, actions, unsent = together(
        (Brief, _NEWEST, of), (Draft, _NEWEST, of), (NextAction, _NEWEST, of), (UnsentReply, _OWN, [*of, agent.pk])
    )
    return Offered(_first(briefs), _standing(drafts), _first(actions), {box.is_note: box for box in unsent})


def _first(found: list[M]) -> M | None:
    return next(iter(found), None)


def _standing(drafts: list[Draft]) -> Draft | None:
    newest = _first(drafts)
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
