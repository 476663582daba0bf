"""A bot lets go: from its payload to a handoff in a team's queue."""

import uuid
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext

from apps.conversations import operations as conversations
from apps.conversations.masking import mask
from apps.conversations.models import Bot, Conversation
from apps.conversations.models import Message as Stored
from apps.conversations.refusals import NotHolder
from apps.handoffs import operations as handoffs
from apps.handoffs.completeness import score
from apps.handoffs.models import Handoff, Urgency
from apps.handoffs.queries import position_in_queue
from apps.people.models import Team
from apps.routing import wait
from apps.routing.place import NoTeam, place

from . import mirror, retold, wanted
from .problems import Problem
from .schemas import Handoff as Told

# What the bot told for the brief; see Conversation.told.
FOR_THE_BRIEF = {"summary", "facts", "attempts", "citations", "draft", "next_action"}


def hand_over(bot: Bot, told: Told) -> dict:
    """Mirror what came with it, place it, and let go. Raises Problem, NotHolder, AlreadyOpen."""
    reference = told.conversation or f"h-{uuid.uuid4()}"
    intent = wanted.one_word(told.intent, told.sub_intent)
    conversation = mirror.enter(
        bot,
        reference,
        told.customer,
        channel=told.channel,
        language=told.language,
        page=told.page,
        intent=intent,
        intent_confidence=told.confidence,
        sentiment=told.sentiment,
    )
    known = retold.stored_already(conversation, told.transcript)
    mirror.store(conversation, told.transcript, epoch=told.epoch, field="transcript", known=known)
    if told.epoch not in (None, conversation.epoch):  # the bot has not heard yet who helps, or has helped since
        raise NotHolder(conversation)
    by_turn = not intent and wanted.learn_by_the_turns(conversation)
    brief = told.model_dump(mode="json", include=FOR_THE_BRIEF, exclude_defaults=True)
    if brief or conversation.told:
        conversations.learn(conversation, brief)
    payload = mask(told.model_dump(mode="json", exclude={"transcript"}, exclude_unset=True))
    completeness = score(_with_what_is_known(conversation, payload))
    team, because, urgency = _place(conversation, told, by_turn=by_turn)
    handoff = handoffs.open_handoff(
        conversation,
        team=team,
        placed_because=because,
        mode=told.mode,
        urgency=urgency,
        reason=told.reason,
        reason_text=payload.get("reason_text", ""),
        rule=payload.get("rule", ""),
        evidence=_evidence(conversation, told.evidence),
        confidence=told.confidence,
        payload=payload,
        completeness=completeness.percent,
        missing=completeness.missing,
    )
    return _answer(conversation, handoff, conversation.language)


def _answer(conversation: Conversation, handoff: Handoff, language: str) -> dict:
    position = position_in_queue(handoff)
    estimate = wait.estimate(handoff.team, position)
    return {
        "id": handoff.pk,
        "conversation": conversation.reference,
        "state": handoff.state,
        "team": {"slug": handoff.team.slug, "name": handoff.team.name},
        "position": position,
        "wait": asdict(estimate) if estimate else None,
        "completeness": handoff.completeness,
        "missing": handoff.missing,
        "epoch": conversation.epoch,
        "tell_customer": wait.sentence(handoff.team, estimate, language or "en", handoff.mode),
    }


def _place(conversation: Conversation, told: Told, *, by_turn: bool) -> tuple[Team, str, int]:
    """Where routing says, unless the policy rule that fired has a team of its own. An urgency the bot states wins."""
    rule = _fired(conversation, told.rule)
    try:
        placed = place(
            conversation.intent,
            by_turn=by_turn,
            reason=told.reason,
            language=conversation.language,
            tier=conversation.customer.tier,
        )
    except NoTeam:
        raise Problem(503, "no_team", "There is no team to hand over to yet.", retry_after=60) from None
    urgency = max(placed.urgency, rule.get("urgency") or 0)
    if told.urgency:
        urgency = Urgency[told.urgency.upper()]
    named = rule.get("team")
    if named and (team := Team.objects.filter(slug=named, is_active=True).first()):
        return team, gettext("The rule %(rule)s sends it to %(team)s.") % {"rule": told.rule, "team": team}, urgency
    return placed.team, placed.because, urgency


def _fired(conversation: Conversation, rule: str) -> dict[str, Any]:
    """What the policy said of the rule the bot names, when it was asked."""
    decision = conversation.decisions.filter(escalate=True).first() if rule else None
    return next((fired for fired in decision.fired if fired["rule"] == rule), {}) if decision else {}


def _evidence(conversation: Conversation, message_id: str | None) -> Stored | None:
    if message_id is None:
        return None
    found = conversation.messages.filter(external_id=message_id).first()
    if found is None:
        raise Problem.at("evidence", "unknown_message", "is not the id of a message of this conversation")
    return found


def _with_what_is_known(conversation: Conversation, payload: dict) -> dict[str, Any]:
    """The payload, and what an earlier call has told: nothing is asked for twice."""
    customer = conversation.customer
    known = {"transcript": conversation.message_count, "language": conversation.language, "page": conversation.page}
    known |= {"intent": conversation.intent, "sentiment": conversation.sentiment, **conversation.told}
    person = {name: getattr(customer, name) for name in ("name", "email", "phone", "tier", "account", "history")}
    person["verification"] = customer.verification != customer.Verification.UNKNOWN
    return {**known, **{name: value for name, value in payload.items() if value}, "customer": person}
