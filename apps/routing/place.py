"""Which team a handoff goes to, how urgent it is, and why, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.conversations import intents
from apps.conversations.models import Intent
from apps.core.rows import every, together
from apps.handoffs.models import Reason, Urgency
from apps.people.models import Team

from .models import Lift, Route


class NoTeam(Exception):
    """Nobody to hand over to: the installation has no active team."""


@dataclass(frozen=True)
class Placement:
    team: Team
    because: str  # for the agent, at most 300 characters
    urgency: int


_LIFTS = """
WHERE value <> '' AND ((of = 'reason' AND upper(value) = upper(%s)) OR (of = 'tier' AND upper(value) = upper(%s)))
ORDER BY urgency DESC, of
"""


def place(intent: str, *, by_turn: bool = False, reason: str = "", language: str = "", tier: str = "") -> Placement:
    """The most specific active route wins: by intent first, then by language. Raises NoTeam.

    `by_turn`: the handoff named no intent, this one is of a turn before it.
    """
    wanted, spoken = intent.strip().lower(), language.lower().replace("_", "-").split("-")[0]
    above = _path(wanted)
    teams, routes, lifts, wants = together(
        every(Team, "WHERE is_active ORDER BY name", []),
        every(Route, "WHERE is_active AND intent = ANY(%s) AND language = ANY(%s)", [above, ["", spoken]]),
        every(Lift, _LIFTS, [reason, tier]),
        every(Intent, "WHERE slug = ANY(%s)", [above]),
    )
    if not teams:
        raise NoTeam
    route = _best(routes, {team.pk: team for team in teams})
    because = _because(route, wanted, intents.related(wants)) if route else _("No route fits, so the first team.")
    if by_turn and route:
        because = f"{because} {_('The bot named this intent for an earlier turn, and none for the handoff.')}"
    urgency, raised = _lifted(route.urgency if route else Urgency.NORMAL, lifts)
    return Placement(route.team if route else teams[0], f"{because} {raised}".strip()[:300], urgency)


def _path(wanted: str) -> list[str]:
    """The intent, those above it, and the empty one, which stands for all."""
    parts = wanted.split(".")
    return [".".join(parts[:length]) for length in range(len(parts) + 1)]


def _best(routes: list[Route], teams: dict[int, Team]) -> Route | None:
    routes = [route for route in routes if route.team_id in teams]
    for route in routes:
        route.team = teams[route.team_id]
    return max(routes, key=lambda route: (len(route.intent), route.language != ""), default=None)


def _because(route: Route, wanted: str, named: dict[str, Intent]) -> str:
    words = {"intent": intents.path_of(route.intent, named), "wanted": intents.path_of(wanted, named)}
    words |= {"team": route.team.name, "language": route.language}
    if not wanted:
        because = _("No intent was stated, so the default team %(team)s.")
    elif not route.intent:
        because = _("No route names “%(wanted)s”, so the default team %(team)s.")
    elif route.intent == wanted:
        because = _("“%(intent)s” goes to the team %(team)s.")
    else:
        because = _("“%(wanted)s” is part of “%(intent)s”, which goes to the team %(team)s.")
    in_language = _("The customer writes in %(language)s.") if route.language else ""
    return f"{because} {in_language}".strip() % words


def _lifted(urgency: int, lifts: list[Lift]) -> tuple[int, str]:
    """Urgency never sinks here: reasons and tiers set a floor under it. `lifts`: the highest first."""
    lift = next((lift for lift in lifts if lift.urgency > urgency), None)
    if lift is None:
        return urgency, ""
    value = Reason(lift.value.lower()).label if lift.value.lower() in Reason.values else lift.value
    words = {"urgency": lift.get_urgency_display(), "value": value}
    return lift.urgency, _("%(urgency)s urgency: %(value)s.") % words
