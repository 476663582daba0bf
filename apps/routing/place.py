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
    # How specific the route was, not a probability: 1 the very intent, 0.7 its parent, 0.3 the default, 0 no route.
    confidence: float


def place(intent: str, sub_intent: str = "", *, reason: str = "", language: str = "", tier: str = "") -> Placement:
    """The most specific active route wins: by intent first, then by language. Raises NoTeam."""
    wanted = _path(intent, sub_intent)
    spoken = language.lower().replace("_", "-").split("-")[0]
    route = _best(wanted, spoken)
    team = route.team if route else _first_team()
    because = _because(route, wanted) if route else _("No route fits, so the first team.")
    urgency, raised = _lifted(route.urgency if route else Urgency.NORMAL, reason, tier)
    return Placement(team, f"{because} {raised}".strip()[:300], urgency, _specificity(route, wanted))


def _path(intent: str, sub_intent: str) -> str:
    """`billing` and `duplicate_charge`, or `billing` and `billing.duplicate_charge`: both are the latter."""
    intent, sub_intent = intent.strip().lower(), sub_intent.strip().lower()
    if not sub_intent or not intent or sub_intent == intent or sub_intent.startswith(f"{intent}."):
        return sub_intent or intent
    return f"{intent}.{sub_intent}"


def _best(wanted: str, language: str) -> Route | None:
    parts = wanted.split(".")
    intents = [".".join(parts[:length]) for length in range(len(parts) + 1)]
    fits = Q(intent__in=intents) & Q(language__in=["", language])
    routes = Route.objects.filter(fits, is_active=True, team__is_active=True).select_related("team")
    return max(routes, key=lambda route: (len(route.intent), route.language != ""), default=None)


def _specificity(route: Route | None, wanted: str) -> float:
    if route is None:
        return 0.0
    if not route.intent:
        return 0.3
    return 1.0 if route.intent == wanted else 0.7


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
