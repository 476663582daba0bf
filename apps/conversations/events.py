"""What happened, in order, written where it happened.

`record` is called inside the transaction of the change it tells of. It takes the conversation's next `seq` under
the row's lock, writes the event and the bot's delivery, and after commit sends a hint and wakes a worker.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from apps.core import live, outbox
from apps.core.rows import ask, assignments, insertion, is_stored
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
TRIES = 20
# Every change passes here, so all that it writes is one statement. Each event is recorded in the transaction of
# its change, so refusing an erased conversation keeps words that are still on their way (a turn, a brief) out of it.
_WRITE = """
WITH moved AS (
    UPDATE conversations_conversation SET {changes}seq = seq + 1 WHERE id = %s AND erased_at IS NULL
    RETURNING id, bot_id, seq, epoch, message_count, team_id, holder_agent_id
), turn AS ({turns}
), event AS (
    INSERT INTO conversations_conversationevent (conversation_id, bot_id, seq, epoch, position,
        kind, agent_id, by_bot, handoff, message_id, data, at, public, tries)
    SELECT id, bot_id, seq, epoch, message_count, %s, %s::bigint, %s, %s::bigint,
        COALESCE(%s::bigint, (SELECT id FROM turn ORDER BY position DESC LIMIT 1)), %s, %s, %s, 0 FROM moved
    RETURNING id
)
SELECT event.id, bot_id, seq, epoch, message_count, team_id, holder_agent_id,
    ARRAY(SELECT id FROM turn ORDER BY position), (SELECT pushes FROM conversations_bot WHERE id = bot_id)
FROM moved, event
"""
_NO_TURNS = "SELECT NULL::bigint AS id, 0 AS position WHERE FALSE"


class Erased(Conversation.DoesNotExist):
    """Its words were taken; nothing is added to it any more."""


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
    **data,
) -> ConversationEvent:
    """Write the conversation's next event. Raises Erased.

    `turns` are new messages, in order, which are stored with it; it is about the last of them. `changes` are fields
    of the conversation that change with it. All in one statement, because every message passes here.
    `also` names further live topics that this event changes.
    """
    event, team, agent, pushes = _write(
        ConversationEvent(
            conversation=conversation,
            kind=kind,
            agent=actor if isinstance(actor, Agent) else None,
            by_bot=isinstance(actor, Bot),
            handoff=handoff,
            message=message,
            data=data,
            at=timezone.now(),
            public=kind in PUBLIC,
        ),
        turns,
        changes or {},
    )
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
    topics = [chat, *_lists_it_stands_in(kind, team, agent), *_feed(event), *also]
    live.hint(topics, event.seq, {chat: (event, turns)} if turns else {})
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


def _write(
    event: ConversationEvent, turns: Sequence[Message], changes: Mapping[str, Any]
) -> tuple[ConversationEvent, int | None, int | None, bool]:
    """Take the next seq under the row's lock: no gap, no overtaking, whatever else is writing.

    Returns the event, the team and the agent whose lists the conversation stands in, and whether the bot is pushed to.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("events.record() belongs in the transaction of the change it records")
    conversation = event.conversation
    changed, values = assignments(conversation, changes)
    stored, stored_values = insertion(turns) if turns else (_NO_TURNS, [])
    returning = " RETURNING id, position" if turns else ""
    values += [conversation.pk, *stored_values, event.kind, event.agent_id, event.by_bot, event.handoff]
    values += [event.message_id, Jsonb(event.data), event.at, event.public]
    row = ask(_WRITE.format(changes=changed, turns=stored + returning), values).fetchone()
    if row is None:
        raise Erased(f"conversation {conversation.pk}")
    event.pk, event.bot_id, event.seq, event.epoch, event.position, team, agent, ids, pushes = row
    conversation.seq, conversation.epoch = event.seq, event.epoch
    for turn, pk in zip(turns, ids, strict=True):
        is_stored(turn, pk)
    if turns:
        event.message = turns[-1]
    return event, team, agent, pushes


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
