"""Reads about handoffs, found through whoever asks."""

from django.db.models import Q, QuerySet

from apps.conversations.models import Conversation
from apps.conversations.queries import conversations_of
from apps.core.rows import ask, row, rows
from apps.people.models import Agent, Team

from .models import Handback, Handoff, State

_AHEAD = """
SELECT count(*) FROM handoffs_handoff
WHERE team_id = %s AND state = %s AND (urgency > %s OR (urgency = %s AND queued_at < %s))
"""


def handoffs_of(agent: Agent) -> QuerySet[Handoff]:
    """Handoffs `agent` may see: in conversations they may see, and those they once held."""
    return Handoff.objects.filter(Q(conversation__in=conversations_of(agent)) | Q(agent=agent))


def handoff_for(agent: Agent, pk: int) -> Handoff:
    """One handoff as `agent` may see it. Raises Handoff.DoesNotExist."""
    return handoffs_of(agent).select_related("conversation__bot", "conversation__customer", "team", "agent").get(pk=pk)


def current_handoff(conversation: Conversation) -> Handoff | None:
    """The open handoff, else the latest."""
    handoff = row(Handoff, "WHERE conversation_id = %s ORDER BY id DESC LIMIT 1", [conversation.pk])
    if handoff:
        (handoff.team,) = rows(Team, "WHERE id = %s", [handoff.team_id])
    return handoff


def current_handback(handoff: Handoff) -> Handback | None:
    """The latest offer to the bot."""
    return row(Handback, "WHERE handoff_id = %s ORDER BY id DESC LIMIT 1", [handoff.pk])


def queue_of(team: Team) -> QuerySet[Handoff]:
    """Who waits for the team: most urgent first, then the one who has waited longest."""
    waiting = Handoff.objects.filter(team=team, state=State.WAITING)
    return waiting.select_related("conversation__customer").order_by("-urgency", "queued_at", "id")


def position_in_queue(handoff: Handoff) -> int:
    """1 is next."""
    place = [handoff.team_id, State.WAITING, handoff.urgency, handoff.urgency, handoff.queued_at]
    return ask(_AHEAD, place).fetchone()[0] + 1
