"""Turns on their way into a conversation: what comes in by a door, and how it is put at the end."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

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


def not_yet_stored(turns: list[Turn], stored: Iterable[Message]) -> list[Turn]:
    """Those of `turns` whose external id none of the stored ones has, each once."""
    known = {message.external_id for message in stored}
    new = []
    for turn in turns:
        if turn.external_id not in known:
            new.append(turn)
            known |= {turn.external_id} - {None}
    return new


def append(conversation: Conversation, turns: list[Turn], **fields) -> tuple[list[Message], dict]:
    """The turns at the end of a locked conversation, and what changes about it. The caller's event writes both."""
    now = timezone.now()
    messages = [
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
    ]
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
