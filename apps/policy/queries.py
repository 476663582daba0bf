"""Reads of policies and of what they judge."""

from typing import Any

from django.db.models import Max

from apps.conversations.models import Conversation, Message

from .models import Policy, Rule
from .rules import Situation, Turn

LOOKED_AT = 60  # turns; a bot that has not let go in so many is not judged by the ones before
SEEN = (Message.Role.CUSTOMER, Message.Role.BOT, Message.Role.ACTION, Message.Role.RESULT)


def active_policy() -> Policy | None:
    return Policy.objects.filter(state=Policy.State.ACTIVE).first()


def rules_of(policy: Policy) -> list[Rule]:
    """The rules that count, in order."""
    return list(policy.rules.filter(is_active=True).select_related("team"))


def situation(conversation: Conversation, signals: dict[str, Any]) -> Situation:
    """The bot's time since a person last spoke; the conversation's intent and sentiment where the bot says none."""
    spoke = conversation.messages.filter(role=Message.Role.AGENT).aggregate(last=Max("position"))["last"] or 0
    said = conversation.messages.filter(role__in=SEEN, position__gt=spoke).order_by("-position")
    turns = [Turn(*row) for row in said.values_list("position", "role", "text", "facts")[:LOOKED_AT]]
    known = {"intent": conversation.intent, "sentiment": conversation.sentiment}
    return Situation(turns[::-1], {name: value for name, value in known.items() if value} | signals)
