"""The door to ratings: found through whoever asks, so that missing and not-yours look the same."""

from django.db.models import Q, QuerySet

from apps.conversations.queries import conversations_of
from apps.handoffs.models import Handoff
from apps.people.models import Agent

from .models import HandoffRating


def handoff_to_rate(agent: Agent, pk: int) -> Handoff:
    """One that `agent` may see, or had: a rating shows nothing, so it is heard also when the chat has gone elsewhere.

    Raises Handoff.DoesNotExist.
    """
    theirs = Q(agent=agent, conversation__erased_at=None) | Q(conversation__in=conversations_of(agent))
    return Handoff.objects.filter(theirs).select_related("conversation", "team").get(pk=pk)


def rating_of(handoff: Handoff, agent: Agent) -> HandoffRating | None:
    """What this agent has said of this handoff so far."""
    return HandoffRating.objects.filter(handoff=handoff, agent=agent).select_related("better_team").first()


def ratings_of(supervisor: Agent) -> QuerySet[HandoffRating]:
    """Ratings a supervisor may see: of handoffs placed in their teams or ended there. Agents see none."""
    seen = HandoffRating.objects.filter(handoff__conversation__erased_at__isnull=True)
    if not supervisor.supervises:
        return seen.none()
    if supervisor.is_admin:
        return seen
    teams = supervisor.team_ids()
    return seen.filter(Q(placed_team__in=teams) | Q(handoff__team__in=teams))


def rating_for(supervisor: Agent, pk: int) -> HandoffRating:
    """One rating as the supervisor may see it. Raises HandoffRating.DoesNotExist."""
    related = ("handoff__conversation__customer", "handoff__team", "agent", "placed_team", "better_team")
    return ratings_of(supervisor).select_related(*related).get(pk=pk)
