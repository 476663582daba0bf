"""How long a customer may wait, from how fast this team has been claiming. Says nothing where nothing is known."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from statistics import fmean, quantiles
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.rows import answers, ask, rows
from apps.people.models import Agent, Team

from . import sentences

RECENT = timedelta(days=7)
LATEST = 40  # claims looked at
ENOUGH = 8  # claims below which a range would be a guess
HERE = timedelta(minutes=2)  # an agent whose screen was open this recently is here


# Every handoff asks for both.
_HERE = """
WHERE is_active AND status = %s AND seen_at >= %s
AND id IN (SELECT agent_id FROM people_agent_teams WHERE team_id = %s)
"""
_HOW_MANY_HERE = f"SELECT count(*) FROM people_agent {_HERE}"  # noqa: S608
_CLAIMS = """
SELECT queued_at, claimed_at FROM handoffs_handoff
WHERE team_id = %s AND claimed_at >= %s ORDER BY claimed_at DESC LIMIT %s
"""


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
    ((here,),), claims = answers((_HOW_MANY_HERE, _here(team)), (_CLAIMS, _recent(team)))
    gaps = [(claimed - max(queued, before)).total_seconds() for (queued, claimed), (_q, before) in pairwise(claims)]
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
    (here,) = (1,) if estimate else ask(_HOW_MANY_HERE, _here(team)).fetchone()
    return sentences.wait(team.name, estimate, bool(here), language, mode)


def agents_here(team: Team) -> list[Agent]:
    """Agents of the team who are available and have the console open."""
    return rows(Agent, f"{_HERE} ORDER BY name", _here(team))


def _here(team: Team) -> list[Any]:
    return [Agent.Status.AVAILABLE, timezone.now() - HERE, team.pk]


def _recent(team: Team) -> list[Any]:
    return [team.pk, timezone.now() - RECENT, LATEST + 1]
