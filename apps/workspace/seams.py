"""What the transcript says where the conversation changed hands."""

from django.utils.translation import gettext as _

from apps.conversations.models import ConversationEvent
from apps.handoffs.models import Handoff


def words(event: ConversationEvent, handoff: Handoff | None, teams: dict[str, str]) -> str:
    """One sentence. `teams`: names by slug."""
    team = teams.get(event.data.get("team", ""), "") or (str(handoff.team) if handoff else "")
    about = {"agent": event.agent or _("an agent"), "team": team, "reason": event.data.get("reason", "")}
    return SENTENCES[event.kind](handoff) % about if event.kind in SENTENCES else event.kind


def _queued(handoff: Handoff | None) -> str:
    if handoff and handoff.rule:
        return _("Handed to %(team)s · rule “{rule}”").replace("{rule}", handoff.rule.replace("%", "%%"))
    if handoff and handoff.cause:
        return _("Handed to %(team)s · {reason}").replace("{reason}", handoff.cause.lower())
    return _("Handed to %(team)s")


SENTENCES = {
    "handoff.queued": _queued,
    "handoff.claimed": lambda handoff: _("%(agent)s took the chat"),
    "handoff.released": lambda handoff: _("%(agent)s put it back into the queue"),
    "handoff.transferred": lambda handoff: _("%(agent)s transferred it to %(team)s"),
    "handoff.cancelled": lambda handoff: _("The bot withdrew the handoff"),
    "handoff.closed": lambda handoff: _("%(agent)s resolved it"),
    "handoff.returned": lambda handoff: _("Back with the bot"),
    "handback.offered": lambda handoff: _("%(agent)s offered it back to the bot"),
    "handback.refused": lambda handoff: _("The bot refused it: %(reason)s"),
    "handback.withdrawn": lambda handoff: _("%(agent)s took it back"),
    "handback.expired": lambda handoff: _("The bot did not answer; people have it back"),
}
