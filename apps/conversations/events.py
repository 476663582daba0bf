"""What happened, in order, written where it happened.

`record` is called inside the transaction of the change it tells of. It takes the conversation's next `seq` under
the row's lock, writes the event and the bot's delivery, and after commit sends a hint and wakes a worker.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from apps.core import live, outbox
from apps.people import operations as people
from apps.people.models import Agent

from .models import Bot, Conversation, ConversationEvent, Message

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
BATCH = 100
TRIES = 20
Column = str | float | datetime | None  # what a column of the conversation holds


def record(
    conversation: Conversation,
    kind: str,
    *,
    actor: Agent | Bot | None = None,
    handoff: int | None = None,
    message: Message | None = None,
    also: Iterable[str] = (),
    changes: Mapping[str, Column] | None = None,
    **data,
) -> ConversationEvent:
    """Write the conversation's next event.

    `also` names further live topics that this event changes. `changes` are columns of the conversation that change
    with it: one statement less on the way of every message.
    """
    seq, epoch, position, team, agent = _next(conversation, changes or {})
    conversation.seq, conversation.epoch = seq, epoch
    event = ConversationEvent.objects.create(
        conversation=conversation,
        bot_id=conversation.bot_id,
        seq=seq,
        kind=kind,
        epoch=epoch,
        position=position,
        agent=actor if isinstance(actor, Agent) else None,
        by_bot=isinstance(actor, Bot),
        handoff=handoff,
        message=message,
        data=data,
        public=kind in PUBLIC,
    )
    if event.agent:
        people.audit(event.agent, kind, conversation, event=event.pk)
    if event.public and conversation.bot.pushes:
        outbox.enqueue(
            destination=f"bot:{conversation.bot_id}",
            stream=f"conversation:{conversation.pk}",
            topic=kind,
            subject=event.pk,
        )
        live.kick("bot_api.deliver")
    live.hint([topic(conversation), *_lists_it_stands_in(kind, team, agent), *_feed(event), *also], seq)
    live.kick("handoff_console.react")
    return event


def _feed(event: ConversationEvent) -> list[str]:
    """The bot's own topic, when it may hear of the event: it wakes a pull that waits."""
    return [f"bot:{event.bot_id}"] if event.public else []


def topic(conversation: Conversation) -> str:
    return f"conversation:{conversation.pk}"


def _lists_it_stands_in(kind: str, team: int | None, agent: int | None) -> list[str]:
    """Live topics of the inbox lists that show this conversation: its holder's, and while it waits its team's."""
    lists = [f"agent:{agent}"] if agent else []
    moves = kind.startswith(("handoff.", "handback."))
    return lists + ([f"team:{team}"] if team and (moves or not agent) else [])


def _next(conversation: Conversation, changes: Mapping[str, Column]) -> tuple[int, int, int, int | None, int | None]:
    """Take the next seq under the row's lock: no gap, no overtaking, whatever else is writing."""
    if not connection.in_atomic_block:
        raise RuntimeError("events.record() belongs in the transaction of the change it records")
    fields = {field.name: field.column for field in Conversation._meta.fields}
    columns = "".join(f", {fields[name]} = %s" for name in changes)
    with connection.cursor() as cursor:
        cursor.execute(
            # Every change records an event in its own transaction, so refusing here keeps words that are still on
            # their way (a turn, a brief) out of a conversation that was erased meanwhile.
            f"UPDATE conversations_conversation SET seq = seq + 1{columns} WHERE id = %s AND erased_at IS NULL"  # noqa: S608  (the model's own columns)
            " RETURNING seq, epoch, message_count, team_id, holder_agent_id",
            [*changes.values(), conversation.pk],
        )
        if row := cursor.fetchone():
            return row
    raise Conversation.DoesNotExist(f"conversation {conversation.pk} was erased")


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
