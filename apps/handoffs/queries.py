"""Reads about handoffs, found through whoever asks."""

from django.db.models import Q, QuerySet

from apps.conversations.models import Conversation
from apps.conversations.queries import conversations_of
from apps.core.rows import ask, row, together
from apps.people.models import Agent, Team

from .models import Handback, Handoff, State

_NEWEST = "ORDER BY id DESC LIMIT 1"
_LATEST = f"WHERE conversation_id = %s {_NEWEST}"
_ITS_TEAM = f"WHERE id = (SELECT team_id FROM handoffs_handoff {_LATEST})"  # noqa: S608
_ITS_OFFER = f"WHERE handoff_id = (SELECT id FROM handoffs_handoff {_LATEST}) {_NEWEST}"  # noqa: S608
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


def current(conversation: Conversation) -> tuple[Handoff | None, Handback | None]:
    """The open handoff, else the latest, with its team; and its latest offer to the bot. In one round trip."""
    of = [conversation.pk]
    found, teams, offers = together(
        (Handoff, _LATEST, of),
        (Team, _ITS_TEAM, of),
        (Handback, _ITS_OFFER, of),
    )
    if not found:
        return None, None
    (handoff,) = found  # and not one that was opened between these questions
    for team in teams:
        if team.pk == handoff.team_id:
            handoff.team = team
    return handoff, next((offer for offer in offers if offer.handoff_id == handoff.pk), None)


def current_handback(handoff: Handoff) -> Handback | None:
    """The latest offer to the bot."""
    return row(Handback, f"WHERE handoff_id = %s {_NEWEST}", [handoff.pk])


def queue_of(team: Team) -> QuerySet[Handoff]:
    """Who waits for the team: most urgent first, then the one who has waited longest."""
    waiting = Handoff.objects.filter(team=team, state=State.WAITING)
    return waiting.select_related("conversation__customer").order_by("-urgency", "queued_at", "id")


def position_in_queue(handoff: Handoff) -> int:
    """1 is next."""
    place = [handoff.team_id, State.WAITING, handoff.urgency, handoff.urgency, handoff.queued_at]
    return ask(_AHEAD, place).fetchone()[0] + 1
