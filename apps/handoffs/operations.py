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
from apps.core.rows import row
from apps.people.models import Agent, Team

from .models import Handback, Handoff, State

THE_NEED = ("mode", "urgency", "reason", "reason_text", "rule", "evidence", "confidence")  # when taken back, as it was
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
    with transaction.atomic(savepoint=False):
        conversations.lock(conversation)
        if (last := _open_or_just_returned(conversation)) and last.is_open:
            raise AlreadyOpen(last)
        handoff = Handoff.objects.create(
            conversation=conversation,
            team=team,
            placed_because=placed_because,
            opened_at_position=conversation.message_count,
            bounce_of=last,
            **about,
        )
        _pass(
            handoff,
            "handoff.queued",
            Holder.NOBODY,
            changes={"team": team},
            actor=conversation.bot,
            team=team.slug,
            reason=handoff.reason,
            bounce=last is not None,
        )
    return handoff


def claim(handoff: Handoff, *, agent: Agent) -> None:
    """Take a waiting handoff. Raises TooLate when someone else moved it first."""
    with transaction.atomic():
        _move(handoff, State.CLAIMED, agent=agent, claimed_at=handoff.claimed_at or timezone.now())
        _pass(handoff, "handoff.claimed", Holder.AGENT, agent, actor=agent)


def release(handoff: Handoff, *, agent: Agent, note: str = "") -> None:
    """Put it back into the team's queue, at its old place. Raises TooLate."""
    with transaction.atomic():
        _require_holder(handoff, agent)
        _move(handoff, State.WAITING, agent=None)
        also = [f"agent:{agent.pk}"]
        _pass(handoff, "handoff.released", Holder.NOBODY, actor=agent, also=also, note=mask_cards(note))


def release_from_the_gone(handoff: Handoff) -> None:
    """Its agent was deactivated: the customer goes back to the queue, at their old place. Raises TooLate."""
    with transaction.atomic():
        _move(handoff, State.WAITING, agent=None)
        _pass(handoff, "handoff.released", Holder.NOBODY)


def transfer_to_team(handoff: Handoff, *, agent: Agent, team: Team, note: str = "") -> None:
    """Send it to another team's queue, with a note for whoever takes it. Raises TooLate."""
    with transaction.atomic():
        _require_holder(handoff, agent)
        was = handoff.team
        _move(handoff, State.WAITING, agent=None, team=team, placed_because=mask_cards(note))
        _pass(
            handoff,
            "handoff.transferred",
            Holder.NOBODY,
            changes={"team": team},
            actor=agent,
            also=[f"team:{was.pk}", f"agent:{agent.pk}"],
            team=team.slug,
            was=was.slug,
            note=mask_cards(note),
        )


def transfer_to_agent(handoff: Handoff, *, agent: Agent, to: Agent, team: Team, note: str = "") -> None:
    """Give it to a colleague, who holds it at once. `team` is the one of theirs it is for. Raises TooLate."""
    with transaction.atomic():
        _require_holder(handoff, agent)
        was = handoff.team
        _swap(handoff, agent=to, team=team)
        _pass(
            handoff,
            "handoff.transferred",
            Holder.AGENT,
            to,
            changes={"team": team},
            actor=agent,
            also=[f"team:{was.pk}", f"agent:{agent.pk}"],
            team=team.slug,
            was=was.slug,
            to=to.pk,
            note=mask_cards(note),
        )


def close(handoff: Handoff, *, agent: Agent, outcome: str, note: str = "") -> None:
    """Resolve: the help is over and the bot has the conversation when the customer writes again. Raises TooLate."""
    note = mask_cards(note)
    with transaction.atomic():
        _require_holder(handoff, agent)
        _move(handoff, State.CLOSED, outcome=outcome, outcome_note=note, ended_at=timezone.now())
        changes, also = {"outcome": outcome}, [f"agent:{agent.pk}"]
        _pass(
            handoff, "handoff.closed", Holder.BOT, changes=changes, actor=agent, also=also, outcome=outcome, note=note
        )


def cancel(handoff: Handoff, *, reason: str = "") -> None:
    """The bot withdraws: the customer left, or no longer needs a person. Raises TooLate."""
    with transaction.atomic():
        also = [f"agent:{handoff.agent_id}"] if handoff.agent_id else []
        _move(handoff, State.CANCELLED, ended_at=timezone.now(), outcome_note=mask_cards(reason))
        bot = handoff.conversation.bot
        _pass(handoff, "handoff.cancelled", Holder.BOT, actor=bot, also=also, reason=mask_cards(reason))


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
        _pass_handback(handback, "handback.offered", Holder.OFFERED, actor=agent, brief=brief)
    return handback


def accept_handback(handback: Handback) -> None:
    """The bot takes over. Saying it twice is harmless; raises TooLate when the offer no longer stands."""
    with transaction.atomic():
        if _settle(handback, Handback.State.ACCEPTED):
            _move(handback.handoff, State.RETURNED, ended_at=timezone.now())
            _pass_handback(handback, "handoff.returned", Holder.BOT, actor=handback.handoff.conversation.bot)


def refuse_handback(handback: Handback, *, reason: str = "") -> None:
    """The bot will not have it: the agent has it back. Otherwise as `accept_handback`."""
    reason = mask_cards(reason)
    with transaction.atomic():
        if _settle(handback, Handback.State.REFUSED, answer=reason):
            bot = handback.handoff.conversation.bot
            _pass_handback(handback, "handback.refused", *_back_to_people(handback), actor=bot, reason=reason)


def take_back(handback: Handback, *, agent: Agent) -> None:
    """Whoever offered it changed their mind before the bot answered. Raises TooLate when it has answered."""
    with transaction.atomic():
        _require_offerer(handback, agent)
        if _settle(handback, Handback.State.WITHDRAWN):
            _move(handback.handoff, State.CLAIMED, agent=agent)
            _pass_handback(handback, "handback.withdrawn", Holder.AGENT, agent, actor=agent)


def take_over(handback: Handback, *, agent: Agent) -> Handoff:
    """After the bot accepted, who offered it wants it back all the same: a new spell of help, theirs at once.

    Raises TooLate when the bot does not have it, or has let go of it again.
    """
    with transaction.atomic():
        _require_offerer(handback, agent)
        held = handback.handoff.conversation
        conversations.lock(held)
        was = held.handoffs.latest("id")
        if handback.state != Handback.State.ACCEPTED or was.pk != handback.handoff_id or held.holder != Holder.BOT:
            raise TooLate(was)
        handoff = Handoff.objects.create(
            conversation=held,
            state=State.CLAIMED,
            team=was.team,
            agent=agent,
            placed_because=Handoff.TAKEN_BACK,
            **{name: getattr(was, name) for name in THE_NEED},
            opened_at_position=held.message_count,
            claimed_at=timezone.now(),
        )
        changes = {"team": was.team}
        _pass(handoff, "handoff.claimed", Holder.AGENT, agent, changes=changes, actor=agent, taken_back=True)
    return handoff


def expire_handback(handback: Handback) -> None:
    """No answer in time: the agent, or the team's queue, has it back. Raises TooLate when one came after all."""
    with transaction.atomic():
        if _settle(handback, Handback.State.EXPIRED):
            _pass_handback(handback, "handback.expired", *_back_to_people(handback))


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
    conversations.lock(handoff.conversation)
    same = Handoff.objects.filter(pk=handoff.pk, state=handoff.state, agent=handoff.agent_id)
    if not same.update(**changes):
        raise TooLate(handoff)
    handoff.refresh_from_db(fields=["state", "agent", "team", *changes])


def _require_holder(handoff: Handoff, agent: Agent) -> None:
    if not handoff.is_held_by(agent):
        raise TooLate(handoff)


def _require_offerer(handback: Handback, agent: Agent) -> None:
    if handback.agent_id != agent.pk:
        raise TooLate(handback.handoff)


def _settle(handback: Handback, to: str, **changes) -> bool:
    """False when it was settled so before. Raises TooLate when it was settled otherwise."""
    conversations.lock(handback.handoff.conversation)
    offered = Handback.objects.filter(pk=handback.pk, state=Handback.State.OFFERED)
    is_first = bool(offered.update(state=to, settled_at=timezone.now(), **changes))
    handback.refresh_from_db(fields=["state", "settled_at", *changes])
    handback.handoff.refresh_from_db(fields=["state", "agent", "team"])
    if handback.state != to:
        raise TooLate(handback.handoff)
    return is_first


def _back_to_people(handback: Handback) -> tuple[Holder, Agent | None]:
    """To the agent who offered it while they can still take it, else to the team's queue. Returns who holds it now."""
    agent = handback.agent
    if agent and agent.is_active and agent.status != Agent.Status.AWAY:
        _move(handback.handoff, State.CLAIMED, agent=agent)
        return Holder.AGENT, agent
    _move(handback.handoff, State.WAITING, agent=None)
    return Holder.NOBODY, None


def _pass_handback(handback: Handback, kind: str, holder: Holder, agent: Agent | None = None, **said) -> None:
    also = [f"agent:{handback.agent_id}"] if handback.agent_id else []
    _pass(handback.handoff, kind, holder, agent, also=also, handback=handback.pk, **said)


def _pass(
    handoff: Handoff, kind: str, holder: Holder, agent: Agent | None = None, *, changes: dict | None = None, **said
) -> None:
    """From now on `holder` may speak, and the event says why. `changes`: further fields of the conversation."""
    passing = conversations.passing(handoff.conversation, holder, agent=agent)
    events.record(handoff.conversation, kind, handoff=handoff.pk, changes=passing | (changes or {}), **said)


def _open_or_just_returned(conversation: Conversation) -> Handoff | None:
    """The open handoff, or the latest that a new one now would be a bounce of."""
    either = "(state = ANY(%s) OR (state = %s AND ended_at >= %s))"
    since = timezone.now() - BOUNCE
    tail = f"WHERE conversation_id = %s AND {either} ORDER BY id DESC LIMIT 1"
    return row(Handoff, tail, [conversation.pk, list(Handoff.OPEN), State.RETURNED, since])
