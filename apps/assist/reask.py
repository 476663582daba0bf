"""The quiet guard: does the typed reply ask for what the conversation already holds?"""

from apps.conversations.models import Conversation


def already_answered(conversation: Conversation, text: str) -> list[dict]:
    """`[{name, label, value, turn, at}]`: the known facts that `text` asks for again."""
    return []
