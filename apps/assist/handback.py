"""The brief for the bot: what the agent did, promised and told, what is open, and what the bot may do."""

from apps.conversations.models import Conversation


def compose_handback(conversation: Conversation, handoff_opened_at_position: int) -> dict:
    """From the turns after the handoff was opened. Keys: done, promised, told, open, bot_may, bot_must_not, note."""
    return {"done": [], "promised": [], "told": [], "open": [], "bot_may": [], "bot_must_not": [], "note": ""}
