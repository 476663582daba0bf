"""The moves of a handoff. Each is a compare-and-swap and one event; a lost race is TooLate.

Long because the verbs of one state machine are read together.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.conversations import events
from apps.conversations import operations as conversations
from apps.conversations.masking import mask, mask_cards
from apps.conversations.models import Conversation, Holder
from apps.people.models import Agent, Team

from .models import Handback, Handoff, State

THE_NEED = ("urgency", "reason", "reason_text", "rule", "evidence", "confidence")  # stays what it was when taken back
BOUNCE = timedelta(hours=24)  # a new handoff this soon after a handback means the handback did not hold


class TooLate(Exception):
    """Someone else moved it first. Carries the handoff as it stands now."""

    def __init__(self, handoff: Handoff):
        handoff.refresh_from_db()
        super().__init__(f"handoff {handoff.pk} is {handoff.state}")
        self.handoff = handoff


class AlreadyOpen(Exception):
    """The conversation is in a handoff that has not ended."""

    def __init__(self, handoff: Handoff):
        super().__init__(f"handoff {handoff.pk} is {handoff.state}")
        self.handoff = handoff


def open_handoff(conversation: Conversation, *, team: Team, placed_because: str = "", **about) -> Handoff:
    """The bot lets go: the conversation waits for `team`. Raises AlreadyOpen.

    `about`: mode, urgency, reason, reason_text, rule, evidence, confidence, payload, completeness, missing.
    """
    with transaction.atomic():
        held = conversations.lock(conversation)
        if current := held.handoffs.filter(state__in=Handoff.OPEN).first():
            raise AlreadyOpen(current)
        handoff = Handoff.objects.create(
            conversation=held,
            team=team,
            placed_because=placed_because,
            opened_at_position=held.message_count,
            bounce_of=_bounced(held),
            **about,
        )
        conversations.pass_to(held, Holder.NOBODY, team=team, closed_at=None)
        events.record(
            held,
            "handoff.queued",
            actor=held.bot,
            handoff=handoff.pk,
            team=team.slug,
            reason=handoff.reason,
            bounce=handoff.bounce_of_id is not None,
        )
    conversation.refresh_from_db(fields=["holder", "holder_agent", "team", "epoch", "seq", "closed_at"])
    return handoff


def claim(handoff: Handoff, *, agent: Agent) -> None:
    """Take a waiting handoff. Raises TooLate when someone else moved it first."""
    with transaction.atomic():
        _move(handoff, State.CLAIMED, agent=agent, claimed_at=handoff.claimed_at or timezone.now())
        conversations.pass_to(handoff.conversation, Holder.AGENT, agent=agent)
        events.record(handoff.conversation, "handoff.claimed", actor=agent, handoff=handoff.pk)


def release(handoff: Handoff, *, agent: Agent, note: str = "") -> None:
    """Put it back into the team's queue, at its old place. Raises TooLate."""
    with transaction.atomic():
        _require_holder(handoff, agent)
        _move(handoff, State.WAITING, agent=None)
        conversations.pass_to(handoff.conversation, Holder.NOBODY)
        events.record(
            handoff.conversation,
            "handoff.released",
            actor=agent,
            handoff=handoff.pk,
            note=mask_cards(note),
            also=[f"agent:{agent.pk}"],
        )


def release_from_the_gone(handoff: Handoff) -> None:
    """Its agent was deactivated: the customer goes back to the queue, at their old place. Raises TooLate."""
    with transaction.atomic():
        _move(handoff, State.WAITING, agent=None)
        conversations.pass_to(handoff.conversation, Holder.NOBODY)
        events.record(handoff.conversation, "handoff.released", handoff=handoff.pk)


def transfer_to_team(handoff: Handoff, *, agent: Agent, team: Team, note: str = "") -> None:
    """Send it to another team's queue, with a note for whoever takes it. Raises TooLate."""
    with transaction.atomic():
        _require_holder(handoff, agent)
        was = handoff.team
        _move(handoff, State.WAITING, agent=None, team=team, placed_because=mask_cards(note))
        conversations.pass_to(handoff.conversation, Holder.NOBODY, team=team)
        events.record(
            handoff.conversation,
            "handoff.transferred",
            actor=agent,
            handoff=handoff.pk,
            team=team.slug,
            was=was.slug,
            note=mask_cards(note),
            also=[f"team:{was.pk}", f"agent:{agent.pk}"],
        )


def transfer_to_agent(handoff: Handoff, *, agent: Agent, to: Agent, team: Team, note: str = "") -> None:
    """Give it to a colleague, who holds it at once. `team` is the one of theirs it is for. Raises TooLate."""
    with transaction.atomic():
        _require_holder(handoff, agent)
        was = handoff.team
        _swap(handoff, agent=to, team=team)
        conversations.pass_to(handoff.conversation, Holder.AGENT, agent=to, team=team)
        events.record(
            handoff.conversation,
            "handoff.transferred",
            actor=agent,
            handoff=handoff.pk,
            team=team.slug,
            was=was.slug,
            to=to.pk,
            note=mask_cards(note),
            also=[f"team:{was.pk}", f"agent:{agent.pk}"],
        )


def close(handoff: Handoff, *, agent: Agent, outcome: str, note: str = "") -> None:
    """Resolve: the help is over and the bot has the conversation when the customer writes again. Raises TooLate."""
    with transaction.atomic():
        _require_holder(handoff, agent)
        now = timezone.now()
        _move(handoff, State.CLOSED, outcome=outcome, outcome_note=mask_cards(note), ended_at=now)
        conversations.pass_to(handoff.conversation, Holder.BOT, closed_at=now, outcome=outcome)
        events.record(
            handoff.conversation,
            "handoff.closed",
            actor=agent,
            handoff=handoff.pk,
            outcome=outcome,
            also=[f"agent:{agent.pk}"],
        )


def cancel(handoff: Handoff, *, reason: str = "") -> None:
    """The bot withdraws: the customer left, or no longer needs a person. Raises TooLate."""
    with transaction.atomic():
        held_by = handoff.agent_id
        _move(handoff, State.CANCELLED, ended_at=timezone.now(), outcome_note=mask_cards(reason))
        conversations.pass_to(handoff.conversation, Holder.BOT)
        events.record(
            handoff.conversation,
            "handoff.cancelled",
            actor=handoff.conversation.bot,
            handoff=handoff.pk,
            reason=mask_cards(reason),
            also=[f"agent:{held_by}"] if held_by else [],
        )


def hand_back(handoff: Handoff, *, agent: Agent, brief: dict, edited: bool = False) -> Handback:
    """Offer the conversation to the bot with a brief. The bot holds it only once it accepts. Raises TooLate."""
    brief = mask(brief)
    with transaction.atomic():
        _require_holder(handoff, agent)
        _move(handoff, State.RETURNING)
        handback = Handback.objects.create(
            handoff=handoff,
            agent=agent,
            brief=brief,
            edited=edited,
            expires_at=timezone.now() + timedelta(seconds=settings.HANDBACK_TIMEOUT),
        )
        conversations.pass_to(handoff.conversation, Holder.OFFERED)
        _record(handback, "handback.offered", actor=agent, brief=brief)
    return handback


def accept_handback(handback: Handback) -> None:
    """The bot takes over. Saying it twice is harmless; raises TooLate when the offer no longer stands."""
    with transaction.atomic():
        if _settle(handback, Handback.State.ACCEPTED):
            _move(handback.handoff, State.RETURNED, ended_at=timezone.now())
            conversations.pass_to(handback.handoff.conversation, Holder.BOT)
            _record(handback, "handoff.returned", actor=handback.handoff.conversation.bot)


def refuse_handback(handback: Handback, *, reason: str = "") -> None:
    """The bot will not have it: the agent has it back. Otherwise as `accept_handback`."""
    reason = mask_cards(reason)
    with transaction.atomic():
        if _settle(handback, Handback.State.REFUSED, answer=reason):
            _give_back_to_people(handback)
            _record(handback, "handback.refused", actor=handback.handoff.conversation.bot, reason=reason)


def take_back(handback: Handback, *, agent: Agent) -> None:
    """The agent changed their mind before the bot answered. Raises TooLate when it has answered."""
    with transaction.atomic():
        if _settle(handback, Handback.State.WITHDRAWN):
            _move(handback.handoff, State.CLAIMED, agent=agent)
            conversations.pass_to(handback.handoff.conversation, Holder.AGENT, agent=agent)
            _record(handback, "handback.withdrawn", actor=agent)


def take_over(handback: Handback, *, agent: Agent) -> Handoff:
    """After the bot accepted, the agent wants it back all the same: a new spell of help, theirs at once.

    Raises TooLate when the bot does not have it, or has let go of it again.
    """
    with transaction.atomic():
        held = conversations.lock(handback.handoff.conversation)
        was = held.handoffs.latest("id")
        if handback.state != Handback.State.ACCEPTED or was.pk != handback.handoff_id or held.holder != Holder.BOT:
            raise TooLate(was)
        handoff = Handoff.objects.create(
            conversation=held,
            state=State.CLAIMED,
            team=was.team,
            agent=agent,
            placed_because="taken back",
            **{name: getattr(was, name) for name in THE_NEED},
            opened_at_position=held.message_count,
            claimed_at=timezone.now(),
        )
        conversations.pass_to(held, Holder.AGENT, agent=agent, team=was.team, closed_at=None)
        events.record(held, "handoff.claimed", actor=agent, handoff=handoff.pk, taken_back=True)
    return handoff


def expire_handback(handback: Handback) -> None:
    """No answer in time: the agent, or the team's queue, has it back. Raises TooLate when one came after all."""
    with transaction.atomic():
        if _settle(handback, Handback.State.EXPIRED):
            _give_back_to_people(handback)
            _record(handback, "handback.expired")


def note_first_reply(handoff: Handoff, at) -> None:
    """Remember when the customer first heard from a person."""
    Handoff.objects.filter(pk=handoff.pk, first_reply_at__isnull=True).update(first_reply_at=at)


def _move(handoff: Handoff, to: State, **changes) -> None:
    """Compare-and-swap, so two clicks cannot both win."""
    if to not in Handoff.MOVES[State(handoff.state)]:
        raise TooLate(handoff)
    _swap(handoff, state=to, **changes)


def _swap(handoff: Handoff, **changes) -> None:
    # The conversation's lock first, here and everywhere: two moves can then never wait for each other.
    handoff.conversation = conversations.lock(handoff.conversation)
    same = Handoff.objects.filter(pk=handoff.pk, state=handoff.state, agent=handoff.agent_id)
    if not same.update(**changes):
        raise TooLate(handoff)
    handoff.refresh_from_db(fields=["state", "agent", "team", *changes])


def _require_holder(handoff: Handoff, agent: Agent) -> None:
    """While the bot is asked to take it back nobody holds it: whoever offered it takes it back first."""
    if handoff.state != State.CLAIMED or handoff.agent_id != agent.pk:
        raise TooLate(handoff)


def _settle(handback: Handback, to: str, **changes) -> bool:
    """False when it was settled so before. Raises TooLate when it was settled otherwise."""
    handback.handoff.conversation = conversations.lock(handback.handoff.conversation)
    offered = Handback.objects.filter(pk=handback.pk, state=Handback.State.OFFERED)
    is_first = bool(offered.update(state=to, settled_at=timezone.now(), **changes))
    handback.refresh_from_db(fields=["state", "settled_at", *changes])
    handback.handoff.refresh_from_db(fields=["state", "agent", "team"])
    if handback.state != to:
        raise TooLate(handback.handoff)
    return is_first


def _give_back_to_people(handback: Handback) -> None:
    """To the agent who offered it while they can still take it, else to the team's queue."""
    handoff, agent = handback.handoff, handback.agent
    if agent and agent.is_active and agent.status != Agent.Status.AWAY:
        _move(handoff, State.CLAIMED, agent=agent)
        conversations.pass_to(handoff.conversation, Holder.AGENT, agent=agent)
    else:
        _move(handoff, State.WAITING, agent=None)
        conversations.pass_to(handoff.conversation, Holder.NOBODY)


def _record(handback: Handback, kind: str, *, actor=None, **data) -> None:
    also = [f"agent:{handback.agent_id}"] if handback.agent_id else []
    handoff = handback.handoff
    events.record(handoff.conversation, kind, actor=actor, handoff=handoff.pk, handback=handback.pk, also=also, **data)


def _bounced(conversation: Conversation) -> Handoff | None:
    recent = timezone.now() - BOUNCE
    return conversation.handoffs.filter(state=State.RETURNED, ended_at__gte=recent).order_by("-id").first()
