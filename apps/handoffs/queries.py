"""Reads about handoffs, found through whoever asks."""

from django.db.models import QuerySet

from apps.conversations.models import Conversation, Message
from apps.conversations.queries import conversations_of
from apps.core.rows import Question, ask, every, joined, row
from apps.people.models import Agent, Team

from .models import Handback, Handoff, State

_NEWEST = "ORDER BY id DESC LIMIT 1"
_LATEST = f"WHERE conversation_id = %s {_NEWEST}"
_ITS_TEAM = f"WHERE id = (SELECT team_id FROM handoffs_handoff {_LATEST})"  # noqa: S608
_ITS_OFFER = f"WHERE handoff_id = (SELECT id FROM handoffs_handoff {_LATEST}) {_NEWEST}"  # noqa: S608
_ITS_EVIDENCE = f"WHERE id = (SELECT evidence_id FROM handoffs_handoff {_LATEST})"  # noqa: S608
_THEIR_TEAMS = "WHERE id IN (SELECT team_id FROM handoffs_handoff WHERE conversation_id = %s)"
_AHEAD = """
SELECT count(*) FROM handoffs_handoff
WHERE team_id = %s AND state = %s AND (urgency > %s OR (urgency = %s AND queued_at < %s))
"""


def handoff_for(agent: Agent, pk: int) -> Handoff:
    """One handoff of a conversation that `agent` may see, whoever held it before. Raises Handoff.DoesNotExist."""
    return _seen_by(agent).get(pk=pk)


def latest_handoff_for(agent: Agent, conversation: int) -> Handoff:
    """The conversation's open handoff, else its latest. Otherwise as `handoff_for`."""
    return _seen_by(agent).filter(conversation=conversation).latest("id")


def _seen_by(agent: Agent) -> QuerySet[Handoff]:
    seen = Handoff.objects.filter(conversation__in=conversations_of(agent))
    return seen.select_related("conversation__bot", "conversation__customer", "team", "agent")


def current(conversation: Conversation) -> Question[tuple[Handoff | None, Handback | None]]:
    """The open handoff, else the latest, with its team and evidence; and its latest offer to the bot."""
    of = [conversation.pk]
    return joined(
        _completed,
        every(Handoff, _LATEST, of),
        every(Team, _ITS_TEAM, of),
        every(Handback, _ITS_OFFER, of),
        every(Message, _ITS_EVIDENCE, of),
    )


def _completed(
    found: list[Handoff], teams: list[Team], offers: list[Handback], evidence: list[Message]
) -> tuple[Handoff | None, Handback | None]:
    if not found:
        return None, None
    (handoff,) = found  # and not one that was opened between these questions
    for team in teams:
        if team.pk == handoff.team_id:
            handoff.team = team
    for turn in evidence:
        if turn.pk == handoff.evidence_id:
            handoff.evidence = turn
    return handoff, next((offer for offer in offers if offer.handoff_id == handoff.pk), None)


def all_of(conversation: Conversation) -> Question[dict[int, Handoff]]:
    """All of the conversation's handoffs by key, with their teams."""
    of = [conversation.pk]
    return joined(_with_teams, every(Handoff, "WHERE conversation_id = %s", of), every(Team, _THEIR_TEAMS, of))


def _with_teams(found: list[Handoff], teams: list[Team]) -> dict[int, Handoff]:
    known = {team.pk: team for team in teams}
    for handoff in found:
        if handoff.team_id in known:
            handoff.team = known[handoff.team_id]
    return {handoff.pk: handoff for handoff in found}


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
