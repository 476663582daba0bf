"""How long a customer may wait, from how fast this team has been claiming. Says nothing where nothing is known."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from statistics import fmean, quantiles

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.handoffs.models import Handoff
from apps.people.models import Agent, Team

from . import sentences

RECENT = timedelta(days=7)
LATEST = 40  # claims looked at
ENOUGH = 8  # claims below which a range would be a guess
HERE = timedelta(minutes=2)  # an agent whose screen was open this recently is here


@dataclass(frozen=True)
class WaitEstimate:
    """Seconds; about three of five customers wait between low and high."""

    low: int
    high: int
    basis: str  # where the numbers come from, for agents and bots


def estimate(team: Team, position: int) -> WaitEstimate | None:
    """The wait of whoever stands at `position` (1 is next). None: nobody is here, or too few claims to tell.

    What is measured is the time the head of the queue waits: from when it was both queued and first in line to its
    claim. A customer at position p waits p of those; the spread of a sum of p independent ones grows with √p.
    """
    here = agents_here(team).count()
    gaps = _head_waits(team)
    if not here or len(gaps) < ENOUGH:
        return None
    mean = fmean(gaps)
    low, *_between, high = quantiles(gaps, n=5, method="inclusive")
    position = max(position, 1)
    spread = position**0.5
    return WaitEstimate(
        low=max(round(mean * position - (mean - min(low, mean)) * spread), 0),
        high=round(mean * position + (max(high, mean) - mean) * spread),
        basis=_("%(claims)s claims of the last %(days)s days, position %(position)s, %(here)s here now")
        % {"claims": len(gaps), "days": RECENT.days, "position": position, "here": here},
    )


def sentence(team: Team, estimate: WaitEstimate | None, language: str = "en", mode: str = "live") -> str:
    """What to tell the customer. Never a time that is not known, never that somebody is here when nobody is."""
    return sentences.wait(team.name, estimate, bool(estimate) or agents_here(team).exists(), language, mode)


def agents_here(team: Team) -> QuerySet[Agent]:
    """Agents of the team who are available and have the console open."""
    recently = timezone.now() - HERE
    return team.agents.filter(is_active=True, status=Agent.Status.AVAILABLE, seen_at__gte=recently)


def _head_waits(team: Team) -> list[float]:
    """Seconds each recent claim took once its customer was first in line, as far as claims alone can tell."""
    claims = Handoff.objects.filter(team=team, claimed_at__gte=timezone.now() - RECENT).order_by("-claimed_at")
    times = [
        (queued, claimed) for queued, claimed in claims.values_list("queued_at", "claimed_at")[: LATEST + 1] if claimed
    ]
    return [(claimed - max(queued, before)).total_seconds() for (queued, claimed), (_, before) in pairwise(times)]
