"""How a handoff and a conversation look to their bot."""

from apps.conversations.models import Bot, Conversation
from apps.handoffs.models import Handback, Handoff, State, Urgency
from apps.handoffs.queries import current_handback, position_in_queue

from .problems import not_found


def handoff_of(bot: Bot, pk: int) -> Handoff:
    """The bot's handoff. Raises Problem 404, the same for missing and not-yours."""
    related = ("conversation__bot", "team", "agent")
    found = Handoff.objects.select_related(*related).filter(pk=pk, conversation__bot=bot).first()
    if found is None:
        raise not_found("handoff")
    return found


def handback_of(bot: Bot, pk: int) -> Handback:
    """An offer made to the bot. Raises Problem 404."""
    related = ("handoff__conversation__bot", "handoff__team", "agent")
    found = Handback.objects.select_related(*related).filter(pk=pk, handoff__conversation__bot=bot).first()
    if found is None:
        raise not_found("handback")
    return found


def of_handoff(handoff: Handoff) -> dict:
    conversation, handback = handoff.conversation, current_handback(handoff)
    is_waiting = handoff.state == State.WAITING
    return {
        "id": handoff.pk,
        "conversation": conversation.reference,
        "state": handoff.state,
        "team": {"slug": handoff.team.slug, "name": handoff.team.name},
        "agent": handoff.agent.get_short_name() if handoff.agent else None,
        "position": position_in_queue(handoff) if is_waiting else None,
        "reason": handoff.reason,
        "mode": handoff.mode,
        "urgency": Urgency(handoff.urgency).name.lower(),
        "completeness": handoff.completeness,
        "missing": handoff.missing,
        "outcome": handoff.outcome,
        "queued_at": handoff.queued_at,
        "claimed_at": handoff.claimed_at,
        "first_reply_at": handoff.first_reply_at,
        "ended_at": handoff.ended_at,
        "handback": of_handback(handback) if handback else None,
        "holder": conversation.holder,
        "epoch": conversation.epoch,
    }


def of_handback(handback: Handback) -> dict:
    return {
        "id": handback.pk,
        "state": handback.state,
        "brief": handback.brief,
        "expires_at": handback.expires_at,
    }


def of_conversation(conversation: Conversation) -> dict:
    return {
        "conversation": conversation.reference,
        "holder": conversation.holder,
        "epoch": conversation.epoch,
        "seq": conversation.seq,
    }
