"""Which team a handoff goes to, how urgent it is, and why, in words."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

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


def place(intent: str, *, reason: str = "", language: str = "", tier: str = "") -> Placement:
    """The most specific active route wins: by intent first, then by language. Raises NoTeam."""
    wanted = intent.strip().lower()
    route = _best(wanted, language.lower().replace("_", "-").split("-")[0])
    because = _because(route, wanted) if route else _("No route fits, so the first team.")
    urgency, raised = _lifted(route.urgency if route else Urgency.NORMAL, reason, tier)
    return Placement(route.team if route else _first_team(), f"{because} {raised}".strip()[:300], urgency)


def _best(wanted: str, language: str) -> Route | None:
    parts = wanted.split(".")
    intents = [".".join(parts[:length]) for length in range(len(parts) + 1)]
    fits = Q(intent__in=intents) & Q(language__in=["", language])
    routes = Route.objects.filter(fits, is_active=True, team__is_active=True).select_related("team")
    return max(routes, key=lambda route: (len(route.intent), route.language != ""), default=None)


def _because(route: Route, wanted: str) -> str:
    words = {"intent": route.intent, "wanted": wanted, "team": route.team.name, "language": route.language}
    if not wanted:
        because = _("No intent was stated, so the default team %(team)s.")
    elif not route.intent:
        because = _("No route names %(wanted)s, so the default team %(team)s.")
    elif route.intent == wanted:
        because = _("%(intent)s goes to %(team)s.")
    else:
        because = _("%(wanted)s is part of %(intent)s, which goes to %(team)s.")
    in_language = _("The customer writes in %(language)s.") if route.language else ""
    return f"{because} {in_language}".strip() % words


def _lifted(urgency: int, reason: str, tier: str) -> tuple[int, str]:
    """Urgency never sinks here: reasons and tiers set a floor under it."""
    because = Q(of=Lift.Of.REASON, value__iexact=reason) | Q(of=Lift.Of.TIER, value__iexact=tier)
    lift = Lift.objects.filter(because, urgency__gt=urgency).exclude(value="").order_by("-urgency", "of").first()
    if lift is None:
        return urgency, ""
    value = Reason(lift.value.lower()).label if lift.value.lower() in Reason.values else lift.value
    words = {"urgency": lift.get_urgency_display(), "value": value}
    return lift.urgency, _("%(urgency)s urgency: %(value)s.") % words


def _first_team() -> Team:
    team = Team.objects.filter(is_active=True).first()
    if team is None:
        raise NoTeam
    return team
