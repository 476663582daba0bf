"""Turns on their way into a conversation: what comes in by a door, and how it is put at the end."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.utils import timezone

from .masking import mask, mask_cards
from .models import Conversation, Message


@dataclass(frozen=True)
class Turn:
    """A customer's or bot's message as it comes in by a door."""

    role: str
    text: str = ""
    external_id: str | None = None
    sent_at: datetime | None = None
    attachments: list[dict] = field(default_factory=list)
    facts: dict = field(default_factory=dict)


def not_yet_stored(conversation: Conversation, turns: list[Turn]) -> list[Turn]:
    """Those of `turns` whose external id the bot has not used before, each once."""
    ids = [turn.external_id for turn in turns if turn.external_id]
    known = _known(conversation.bot_id, ids) if ids else set()
    new = []
    for turn in turns:
        if turn.external_id not in known:
            new.append(turn)
            known |= {turn.external_id} - {None}
    return new


def _known(bot: int, ids: list[str]) -> set[str | None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT external_id FROM conversations_message WHERE bot_id = %s AND external_id = ANY(%s)", [bot, ids]
        )
        return {external_id for (external_id,) in cursor}


def append(conversation: Conversation, turns: list[Turn], **fields) -> tuple[list[Message], dict]:
    """Add turns to a locked conversation, at its end. Returns them, and what changes about the conversation: the
    caller's event writes that."""
    if not turns:
        return [], {}
    now = timezone.now()
    messages = Message.objects.bulk_create(
        Message(
            conversation=conversation,
            bot_id=conversation.bot_id,
            position=conversation.message_count + number,
            external_id=turn.external_id,
            role=turn.role,
            text=mask_cards(turn.text),
            attachments=mask(turn.attachments),
            facts=mask(turn.facts),
            sent_at=turn.sent_at or now,
            **fields,
        )
        for number, turn in enumerate(turns, start=1)
    )
    changes: dict = {"message_count": messages[-1].position, "last_message_at": now}
    changes |= _about_the_wait(conversation, messages)
    pages = [turn.facts["page"] for turn in turns if turn.facts.get("page")]
    if pages:
        changes["page"] = mask_cards(pages[-1])
    return messages, changes


def _about_the_wait(conversation: Conversation, messages: list[Message]) -> dict:
    """The customer waits from the first turn that nobody has answered."""
    since = conversation.customer_waits_since
    for message in messages:
        if message.role == Message.Role.CUSTOMER:
            since = since or timezone.now()
        elif message.role in (Message.Role.BOT, Message.Role.AGENT):
            since = None
    return {"customer_waits_since": since}
