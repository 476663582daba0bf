"""The only writer of routes and lifts outside the admin."""

from apps.handoffs.models import Urgency
from apps.people.models import Team

from .models import Lift, Route

LIFTS = [
    (Lift.Of.REASON, "high_risk", Urgency.CRITICAL),
    (Lift.Of.REASON, "frustration", Urgency.HIGH),
    (Lift.Of.TIER, "enterprise", Urgency.HIGH),
    (Lift.Of.TIER, "vip", Urgency.HIGH),
]


def install_default_lifts() -> None:
    """What makes a handoff urgent in most houses. Lifts that are there already stay as they are."""
    for of, value, urgency in LIFTS:
        Lift.objects.get_or_create(of=of, value=value, defaults={"urgency": urgency})


def set_route(intent: str, team: Team, *, language: str = "", urgency: int = Urgency.NORMAL) -> Route:
    """Send `intent` (empty: everything else) in `language` (empty: any) to `team`."""
    route, _ = Route.objects.update_or_create(
        intent=intent.lower(), language=language.lower(), defaults={"team": team, "urgency": urgency, "is_active": True}
    )
    return route
