"""Which turns of a transcript are stored already although they carry no id.

A transcript tells the conversation so far, whole or from some turn on. So where its first turns are, by role and words
and in order, the last that are stored, it continues there. What is not certain is new: doubled is better than lost.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from django.db.models import BinaryField, Func

from apps.conversations import operations as conversations
from apps.conversations.masking import mask, mask_cards
from apps.conversations.models import Conversation
from apps.conversations.models import Message as Stored

from .schemas import Message

CUSTOMER, BOT, AGENT = Stored.Role.CUSTOMER, Stored.Role.BOT, Stored.Role.AGENT
SINCE = 50  # turns a customer may have said since the bot wrote its transcript down
SKEW = timedelta(seconds=5)  # a sender's clock may be this far ahead of ours

# Compared by hash, and made there: a message holds up to 64 kB.
_HASH = Func("text", template="sha256(convert_to(%(expressions)s, 'UTF8'))", output_field=BinaryField())


class Said(NamedTuple):
    """One stored turn. `words`: role, hash of the text, attachments."""

    position: int
    words: tuple[str, bytes, Any]
    external_id: str | None
    sent_at: datetime
    created_at: datetime


def stored_already(conversation: Conversation, transcript: Sequence[Message]) -> set[int]:
    """Their numbers, from 0. Locks the conversation, so nothing is added before the caller's transaction ends."""
    if all(turn.id for turn in transcript):
        return set()
    conversations.lock(conversation)
    if not conversation.message_count:
        return set()
    count = _known(conversation, transcript)
    return {number for number, turn in enumerate(transcript[:count]) if not turn.id}


def _known(conversation: Conversation, transcript: Sequence[Message]) -> int:
    """How many of its first turns are stored: the most for which that is certain."""
    told, longest = [_words(turn) for turn in transcript], len(transcript) + SINCE
    roles: set[str] = {CUSTOMER, BOT} | {str(turn.role) for turn in transcript}  # a bot may leave out what it called
    said = _said(conversation, roles, longest)
    words = [turn.words for turn in said]
    agent = conversation.messages.filter(role=AGENT).order_by("-position").values_list("position", flat=True).first()
    for begin in range(len(said)):
        run, after = said[begin : begin + len(told)], said[begin + len(told) :]
        if words[begin : begin + len(told)] != told[: len(run)] or not all(map(_may_be, transcript, run)):
            continue
        goes_on = len(run) < len(told)
        is_the_end = goes_on or _only_the_customer_since(run[-1], after, agent)
        is_everything = len(run) == len(said) < longest
        if is_the_end and (is_everything or {CUSTOMER, BOT} <= {turn.words[0] for turn in run}):
            return len(run)
    return 0


def _only_the_customer_since(last: Said, after: list[Said], agent: int | None) -> bool:
    return (agent or 0) < last.position and all(turn.words[0] == CUSTOMER for turn in after)


def _may_be(turn: Message, said: Said) -> bool:
    """Of two turns with the same words: an id and a later moment tell them apart."""
    if turn.id:
        return turn.id == said.external_id
    return turn.sent_at in (None, said.sent_at) or turn.sent_at <= said.created_at + SKEW


def _words(turn: Message) -> tuple[str, bytes, Any]:
    attachments = [attachment.model_dump(mode="json", exclude_unset=True) for attachment in turn.attachments]
    return turn.role, sha256(mask_cards(turn.text).encode()).digest(), mask(attachments)


def _said(conversation: Conversation, roles: set[str], longest: int) -> list[Said]:
    """The last that are stored, oldest first."""
    found = conversation.messages.filter(role__in=roles).order_by("-position")
    columns = ("position", "role", _HASH, "attachments", "external_id", "sent_at", "created_at")
    return [
        Said(position, (role, bytes(text), attachments), *further)
        for position, role, text, attachments, *further in found.values_list(*columns)[:longest]
    ][::-1]
