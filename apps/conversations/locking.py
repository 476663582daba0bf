"""The conversation's row is the lock under which everything that is said and happens finds its place."""

from apps.core.rows import every, take_over, together

from .models import Conversation, Message
from .refusals import Erased


def lock(conversation: Conversation) -> None:
    """Bring the conversation up to date, and keep it so until the caller's transaction ends.

    It is found by its bot and reference. Raises Erased, or Conversation.DoesNotExist for one that never was.
    """
    lock_with(conversation, [])


def lock_with(conversation: Conversation, ids: list[str]) -> list[Message]:
    """And return the bot's messages that carry one of these ids; looked up when the lock is ours, in the same round
    trip."""
    by_name = [conversation.bot_id, conversation.reference]
    found, stored = together(
        every(Conversation, "WHERE bot_id = %s AND reference = %s FOR UPDATE", by_name),
        every(Message, "WHERE bot_id = %s AND external_id = ANY(%s)", [conversation.bot_id, ids]),
    )
    if conversation.pk and conversation.pk not in {chat.pk for chat in found}:
        raise Erased(f"conversation {conversation.pk}")  # nothing else takes a conversation its name, or gives it away
    if not found:
        raise Conversation.DoesNotExist(f"conversation {conversation.reference}")
    take_over(conversation, found[0])
    return stored
