"""What a writer reads: one conversation as plain values, taken from the database in a few queries."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from apps.conversations.models import Conversation, Holder, Intent, Message
from apps.knowledge.models import Article

from . import sources

LONGEST = 400  # turns read: the first few say what it is about, the last ones where it stands
OPENING = 40


@dataclass(frozen=True)
class Turn:
    """One turn as writers see it. Notes between agents are not among them."""

    position: int
    role: str
    text: str
    facts: dict[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    attachments: Sequence[dict[str, Any]] = ()
    by: str = ""  # the agent who said it, by the name customers hear


@dataclass(frozen=True)
class Material:
    """Everything a writer may know. What is not in here cannot stand in a brief."""

    turns: Sequence[Turn]
    through: int = 0
    language: str = "en"
    customer: str = ""  # the name, "" when not stated
    bot: str = ""
    agent: str = ""  # who holds it now, by the name customers hear
    intent: str = ""
    intent_name: str = ""
    confidence: float | None = None
    needed: Sequence[str] = ()  # names of facts that the intent needs
    told: dict[str, Any] = field(default_factory=dict)
    told_through: int = 0  # position of the last turn when the bot told it; 0 when nobody knows
    known: dict[str, str] = field(default_factory=dict)  # by name: what the company knows of the customer anyway
    playbook: Article | None = None
    sources: Sequence[dict[str, Any]] = ()

    @cached_property
    def said_by_customer(self) -> list[Turn]:
        return [turn for turn in self.turns if turn.role == Message.Role.CUSTOMER and turn.text.strip()]

    @cached_property
    def open_questions(self) -> list[str]:
        """What the customer has asked since a person last answered, the newest first."""
        return open_questions(self.turns)

    def turn(self, position: int | None) -> Turn | None:
        return self._by_position.get(position) if position else None

    @cached_property
    def _by_position(self) -> dict[int | None, Turn]:
        return {turn.position: turn for turn in self.turns}


def open_questions(turns: Sequence[Turn]) -> list[str]:
    answered = max((turn.position for turn in turns if turn.role == Message.Role.AGENT), default=0)
    since = [turn.text for turn in turns if turn.position > answered and turn.role == Message.Role.CUSTOMER]
    asked = [one.strip() for text in since for one in re.findall(r"[^.!?\n]*\?", text)]
    return [one for one in reversed(asked) if len(one.split()) > 2]


def gather(conversation: Conversation) -> Material:
    """The conversation as it stands."""
    turns = _turns(conversation)
    intent = Intent.objects.filter(slug=conversation.intent).first()
    customer = conversation.customer
    told = conversation.told if isinstance(conversation.told, dict) else {}
    held_by = conversation.holder_agent if conversation.holder == Holder.AGENT else None
    found = sources.find(conversation, turns, told, asking=open_questions(turns))
    return Material(
        turns=turns,
        through=conversation.message_count,
        language=(conversation.language or "en")[:2].lower(),
        customer=customer.name,
        bot=conversation.bot.name,
        agent=held_by.get_short_name() if held_by else "",
        intent=conversation.intent,
        intent_name=intent.name if intent else conversation.intent.replace(".", ": ").replace("_", " "),
        confidence=conversation.intent_confidence,
        needed=intent.needed_facts if intent else [],
        told=told,
        told_through=_told_through(conversation) if told else 0,
        known={name: value for name, value in (("email", customer.email), ("phone", customer.phone)) if value},
        playbook=found.playbook,
        sources=found.listed,
    )


def _told_through(conversation: Conversation) -> int:
    told = conversation.events.filter(kind="brief.told").order_by("-seq")
    return told.values_list("position", flat=True).first() or 0


def _turns(conversation: Conversation) -> list[Turn]:
    spoken = conversation.messages.exclude(role=Message.Role.NOTE).order_by("position")
    fields = ("position", "role", "text", "facts", "sent_at", "attachments", "author__name")
    rows = list(spoken.values_list(*fields)[:OPENING])
    if rows:
        later = spoken.filter(position__gt=rows[-1][0]).order_by("-position").values_list(*fields)
        rows += reversed(later[: LONGEST - OPENING])
    return [
        Turn(position, role, text, facts or {}, at, attachments, next(iter((by or "").split()), ""))
        for position, role, text, facts, at, attachments, by in rows
    ]
