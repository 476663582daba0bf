"""Turns on their way into a conversation: what comes in by a door, and how it is put at the end."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from .masking import mask, mask_cards
from .models import Message


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


def messages_of(turns: Iterable[Turn], **fields) -> list[Message]:
    """The turns as messages. `events.record` stores them and gives each its place."""
    now = timezone.now()
    return [
        Message(
            external_id=turn.external_id,
            role=turn.role,
            text=mask_cards(turn.text),
            attachments=mask(turn.attachments),
            facts=mask(turn.facts),
            sent_at=turn.sent_at or now,
            created_at=now,
            **fields,
        )
        for turn in turns
    ]
