"""What the supervisor's pages read."""

from dataclasses import dataclass
from datetime import datetime

from apps.assist.models import Brief, Draft
from apps.conversations.models import Message
from apps.conversations.queries import conversations_of, turns_before
from apps.core.rows import answer
from apps.feedback.models import HandoffRating
from apps.handoffs.models import Handoff, State
from apps.handoffs.queries import queue_of
from apps.people.models import Agent, Team
from apps.routing import wait

SHOWN = 300  # turns on one page


@dataclass(frozen=True)
class Judged:
    """A rating with what it judged, as it was then."""

    rating: HandoffRating
    brief: Brief | None
    draft: Draft | None
    turns: list[Message] | None  # None: the conversation is with a team this supervisor does not see
    earlier: int  # turns before those


def judged(supervisor: Agent, rating: HandoffRating) -> Judged:
    conversation = rating.handoff.conversation
    turns, earlier = None, 0
    if conversations_of(supervisor).filter(pk=conversation.pk).exists():
        turns = answer(turns_before(conversation, conversation.message_count + 1, SHOWN))[::-1]
        earlier = turns[0].position - 1 if turns else 0
    see = turns is not None
    brief = conversation.briefs.filter(version=rating.brief_version or 0).first() if see else None
    draft = conversation.drafts.filter(version=rating.draft_version or 0).first() if see else None
    return Judged(rating, brief, draft, turns, earlier)


@dataclass(frozen=True)
class TeamNow:
    team: Team
    waiting: int
    oldest: datetime | None
    held: int
    here: list[Agent]
    estimate: wait.WaitEstimate | None


def teams_now(supervisor: Agent) -> list[TeamNow]:
    """Each of the supervisor's teams at this moment."""
    return [_now(team) for team in Team.objects.filter(pk__in=supervisor.team_ids(), is_active=True)]


def _now(team: Team) -> TeamNow:
    waiting = queue_of(team)
    return TeamNow(
        team,
        waiting.count(),
        waiting.order_by("queued_at").values_list("queued_at", flat=True).first(),
        Handoff.objects.filter(team=team, state=State.CLAIMED).count(),
        wait.agents_here(team),
        wait.estimate(team, waiting.count() + 1),
    )
