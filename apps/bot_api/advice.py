"""A bot asks the policy whether to let go."""

from apps.conversations.models import Bot, Conversation
from apps.handoffs.models import Urgency
from apps.policy import operations as policy

from . import mirror
from .schemas import Signals


def ask(bot: Bot, signals: Signals) -> dict:
    """The advice, and what of it belongs into the handoff. Raises Problem 404."""
    conversation = mirror.conversation_of(bot, signals.conversation)
    told = signals.model_dump(exclude={"conversation"}, exclude_none=True, exclude_defaults=True)
    decision = policy.decide(conversation, signals=told)
    ids = _ids_of(conversation, [fired["turn"] for fired in decision.fired])
    fired = [_shown(one, ids) for one in decision.fired]
    return {
        "escalate": decision.escalate,
        "policy": str(decision.policy),
        "fired": fired,
        "handoff": _for_the_handoff(conversation, fired[0], decision.urgency) if fired else None,
    }


def _shown(fired: dict, ids: dict[int, str]) -> dict:
    return {
        "rule": fired["rule"],
        "reason": fired["reason"],
        "because": fired["because"],
        "evidence": ids.get(fired["turn"]),
        "urgency": _name(fired["urgency"]),
    }


def _for_the_handoff(conversation: Conversation, leading: dict, urgency: int | None) -> dict:
    return {
        "conversation": conversation.reference,
        "reason": leading["reason"],
        "reason_text": leading["because"][:500],
        "rule": leading["rule"],
        **({"evidence": leading["evidence"]} if leading["evidence"] else {}),
        **({"urgency": _name(urgency)} if urgency else {}),
    }


def _ids_of(conversation: Conversation, positions: list[int | None]) -> dict[int, str]:
    """The bot's own ids of the turns at these positions."""
    named = conversation.messages.filter(position__in=[at for at in positions if at], external_id__isnull=False)
    return {position: str(external_id) for position, external_id in named.values_list("position", "external_id")}


def _name(urgency: int | None) -> str | None:
    return Urgency(urgency).name.lower() if urgency else None
