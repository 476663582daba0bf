"""An event, the turns it tells of and what changes about their conversation, in one statement.

Every change passes here, and every message; so it is written out, and planned once.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from psycopg.types.json import Jsonb

from apps.core.rows import ask, assignments, is_stored

from .models import ConversationEvent, Message
from .refusals import Erased, Unmet

# Each event is recorded in the transaction of its change, so refusing an erased conversation keeps words that are still
# on their way (a turn, a brief) out of it.
_WRITE = """
WITH moved AS (
    UPDATE conversations_conversation SET {changes}seq = seq + 1 WHERE {which} AND erased_at IS NULL RETURNING *
), turn AS ({turns}
), event AS (
    INSERT INTO conversations_conversationevent (conversation_id, bot_id, seq, epoch, position,
        kind, agent_id, by_bot, handoff, message_id, data, at, public, tries)
    SELECT id, bot_id, seq, epoch, message_count, %s, %s::bigint, %s, %s::bigint,
        COALESCE(%s::bigint, (SELECT id FROM turn ORDER BY position DESC LIMIT 1)), %s, %s, %s, 0 FROM moved
    RETURNING id
)
SELECT event.id, ARRAY(SELECT id FROM turn ORDER BY position), (SELECT pushes FROM conversations_bot WHERE id = bot_id),
    {moved}
FROM moved, event
"""
_NO_TURNS = "SELECT NULL::bigint AS id, 0 AS position WHERE FALSE"
# However many they are, the statement is the same, so that it is planned once.
_TURNS = """
    INSERT INTO conversations_message (conversation_id, bot_id, position, {columns})
    SELECT moved.id, moved.bot_id, moved.message_count - %s + ordinality, {told}
    FROM moved, jsonb_populate_recordset(NULL::conversations_message, %s) WITH ORDINALITY AS told
    RETURNING id, position"""
_OF_A_TURN = ("external_id", "role", "text", "author_id", "attachments", "facts", "delivery", "sent_at", "created_at")
_TURNS = _TURNS.format(columns=", ".join(_OF_A_TURN), told=", ".join(f"told.{column}" for column in _OF_A_TURN))
# Of the conversation, as it is then.
_MOVED = ["id", "bot_id", "seq", "epoch", "holder", "holder_agent_id", "team_id"]
_MOVED += ["message_count", "last_message_at", "customer_waits_since", "page"]
_WRITE = _WRITE.replace("{moved}", ", ".join(f"moved.{column}" for column in _MOVED))
_dumps = partial(json.dumps, default=str)  # times, as PostgreSQL reads them


class If(NamedTuple):
    """What a WHERE asks of a conversation."""

    sql: str
    values: list[Any]


def write(event: ConversationEvent, turns: Sequence[Message], changes: Mapping[str, Any], only_if: If | None) -> bool:
    """Take the next seq under the row's lock: no gap, no overtaking, whatever else is writing.

    Brings the conversation, the event and the turns up to date. Returns whether the bot is pushed to.
    """
    conversation = event.conversation
    which = only_if or If("id = %s", [conversation.pk])
    changed, values = assignments(conversation, changes)
    stored, stored_values = _NO_TURNS, []
    if turns:
        told, told_values = _changes_by(turns)
        changed, values = changed + told, values + told_values
        stored, stored_values = _TURNS, [len(turns), Jsonb([*map(_as_json, turns)], _dumps)]
    values += [*which.values, *stored_values, event.kind, event.agent_id, event.by_bot, event.handoff]
    values += [event.message_id, Jsonb(event.data), event.at, event.public]
    row = ask(_WRITE.format(changes=changed, which=which.sql, turns=stored), values).fetchone()
    if row is None:
        raise Unmet if only_if else Erased(f"conversation {conversation.pk}")
    event.pk, ids, pushes, *moved = row
    for name, value in zip(_MOVED, moved, strict=True):
        setattr(conversation, name, value)
    _take_places(event, turns, ids)
    return pushes


def _as_json(turn: Message) -> dict[str, Any]:
    return {column: getattr(turn, column) for column in _OF_A_TURN}


def _take_places(event: ConversationEvent, turns: Sequence[Message], ids: Sequence[int]) -> None:
    conversation = event.conversation
    event.conversation, event.bot_id, event.seq = conversation, conversation.bot_id, conversation.seq
    event.epoch, event.position = conversation.epoch, conversation.message_count
    first = conversation.message_count - len(turns) + 1
    for position, (turn, pk) in enumerate(zip(turns, ids, strict=True), start=first):
        turn.conversation, turn.bot_id, turn.position = conversation, conversation.bot_id, position
        is_stored(turn, pk)
        event.message = turn


def _changes_by(messages: Sequence[Message]) -> tuple[str, list[Any]]:
    """What they change about their conversation, to stand first in a SET, and the values."""
    answered, waits_since = _about_the_wait(messages)
    waits = "%s" if answered else "COALESCE(customer_waits_since, %s)"
    changed = f"message_count = message_count + %s, last_message_at = %s, customer_waits_since = {waits}, "
    values = [len(messages), messages[0].created_at, waits_since]
    if pages := [message.facts["page"] for message in messages if message.facts.get("page")]:
        return changed + "page = %s, ", [*values, pages[-1]]
    return changed, values


def _about_the_wait(messages: Iterable[Message]) -> tuple[bool, datetime | None]:
    """Whether any of them answers the customer, and since when the customer waits after that."""
    answered, since = False, None
    for message in messages:
        if message.role == Message.Role.CUSTOMER:
            since = since or message.created_at
        elif message.role in (Message.Role.BOT, Message.Role.AGENT):
            answered, since = True, None
    return answered, since
