"""What happened, in order, written where it happened.

`record` is called inside the transaction of the change it tells of. It takes the conversation's next `seq` under
the row's lock, writes the event and the bot's delivery, and after commit sends a hint and wakes a worker.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from apps.core import live, outbox
from apps.people import operations as people
from apps.people.models import Agent

from .models import Bot, Conversation, ConversationEvent, Message
from .writing import If, write

logger = logging.getLogger(__name__)

# What bots hear of, by webhook and by GET /events. Everything else stays inside.
PUBLIC = {
    "handoff.queued",
    "handoff.claimed",
    "handoff.released",
    "handoff.transferred",
    "handoff.cancelled",
    "handoff.closed",
    "handoff.returned",
    "handback.offered",
    "handback.withdrawn",
    "handback.expired",
    "reply.sent",
}
WORDLESS = {"handoff.cancelled"}  # bots hear of it also when its conversation was erased
TRIES = 20


def record(
    conversation: Conversation,
    kind: str,
    *,
    actor: Agent | Bot | None = None,
    handoff: int | None = None,
    message: Message | None = None,
    turns: Sequence[Message] = (),
    also: Iterable[str] = (),
    changes: Mapping[str, Any] | None = None,
    only_if: If | None = None,
    **data,
) -> ConversationEvent:
    """Write the conversation's next event. Raises Erased.

    `turns` are new messages, in order, which are stored at its end with the event; it is about the last of them.
    `changes` are further fields of the conversation that change with it. All in one statement, because every message
    passes here. `also` names further live topics that this event changes.

    `only_if` finds the conversation and says what must be true of it, in place of a lock and a transaction around,
    when this is all there is to change. Raises Unmet when it is not, and then nothing is written.
    """
    if not (connection.in_atomic_block or only_if):
        raise RuntimeError("events.record() belongs in the transaction of the change it records")
    event = ConversationEvent(
        conversation=conversation,
        kind=kind,
        agent=actor if isinstance(actor, Agent) else None,
        by_bot=isinstance(actor, Bot),
        handoff=handoff,
        message=message,
        data=data,
        at=timezone.now(),
        public=kind in PUBLIC,
    )
    pushes = write(event, turns, changes or {}, only_if)
    if event.agent:
        people.audit(event.agent, kind, conversation, event=event.pk)
    if event.public and pushes:
        outbox.enqueue(
            destination=f"bot:{conversation.bot_id}",
            stream=f"conversation:{conversation.pk}",
            topic=kind,
            subject=event.pk,
        )
        live.kick("bot_api.deliver")
    chat = topic(conversation)
    topics = [chat, *_lists_it_stands_in(kind, conversation), *_feed(event), *also]
    live.hint(topics, event.seq, {chat: (event, turns)} if turns else {})
    live.kick("handoff_console.react")
    return event


def _feed(event: ConversationEvent) -> list[str]:
    """The bot's own topic, when it may hear of the event: it wakes a pull that waits."""
    return [f"bot:{event.bot_id}"] if event.public else []


def topic(conversation: Conversation) -> str:
    return f"conversation:{conversation.pk}"


def _lists_it_stands_in(kind: str, conversation: Conversation) -> list[str]:
    """Live topics of the inbox lists that show this conversation: its holder's, and while it waits its team's."""
    team, agent = conversation.team_id, conversation.holder_agent_id
    lists = [f"agent:{agent}"] if agent else []
    moves = kind.startswith(("handoff.", "handback."))
    return lists + ([f"team:{team}"] if team and (moves or not agent) else [])


def react_to_new(reactions: Mapping[str, list[Callable[[ConversationEvent], None]]]) -> int:
    """Run the reactions of events that have had none. Returns how many events were done.

    Workers share the rows out among themselves by SKIP LOCKED. An event whose reaction fails is tried again at
    the next sweep, and at most `TRIES` times, so one bad event cannot hold up the rest.
    """
    done = 0
    while event := _react_to_one(reactions):
        done += event.reacted_at is not None
        if event.reacted_at is None:
            break
    return done


def _react_to_one(reactions) -> ConversationEvent | None:
    with transaction.atomic():
        event = (
            ConversationEvent.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("conversation")
            .filter(reacted_at__isnull=True, tries__lt=TRIES)
            .order_by("tries", "id")
            .first()
        )
        if event is None:
            return None
        try:
            with transaction.atomic():
                for reaction in reactions.get(event.kind, ()):
                    reaction(event)
            event.reacted_at = timezone.now()
        except Exception:  # a reaction's fault is its own: log it, count it, go on
            logger.exception("reaction failed", extra={"kind": event.kind, "event": event.pk})
            event.tries += 1
        event.save(update_fields=["reacted_at", "tries"])
    return event
