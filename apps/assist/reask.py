"""The quiet guard: does the typed reply ask for what the conversation already holds? In English and German."""

from apps.conversations.models import Conversation

from .asking import ASKS, asked_names
from .facts import collect
from .material import gather
from .names import name_of


def already_answered(conversation: Conversation, text: str) -> list[dict]:
    """`[{name, label, value, turn, at}]`: the known facts that `text` asks for again. `at` is a datetime or None."""
    if not ASKS.search(text):
        return []
    material = gather(conversation)
    facts = collect(material)
    asked = asked_names(text, {fact.name for fact in facts})
    found = []
    for fact in facts:
        # A reply that names the value asks about it, not for it.
        if fact.name in asked and fact.value.casefold() not in text.casefold():
            turn = material.turn(fact.turn)
            found.append({**fact.as_dict(), "label": name_of(fact.name), "at": turn.at if turn else None})
    return found
