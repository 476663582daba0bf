"""What the customer wants, in the bot's words: of the handoff, or else of the turns before it."""

from apps.conversations import operations as conversations
from apps.conversations.models import Conversation, Message
from apps.core.rows import row, take_over

# What was said before people last let go of the conversation, they have dealt with.
_LATEST = """
WHERE conversation_id = %s AND facts ?| ARRAY['intent', 'sub_intent'] AND created_at > COALESCE(
    (SELECT max(ended_at) FROM handoffs_handoff WHERE conversation_id = %s), '-infinity')
ORDER BY position DESC LIMIT 1
"""


def one_word(intent: str, sub_intent: str) -> str:
    """Two levels in one word: billing.duplicate_charge."""
    if not sub_intent or sub_intent.startswith(f"{intent}."):
        return sub_intent or intent
    return f"{intent}.{sub_intent}"[:100] if intent else sub_intent


def learn_by_the_turns(conversation: Conversation) -> bool:
    """Take over the intent the bot named last for a turn, however sure it was: a guess places better than nothing.

    False when it has named none since people last had the conversation.
    """
    turn = row(Message, _LATEST, [conversation.pk, conversation.pk])
    if turn is None:
        return False
    known = conversations.open_conversation(
        conversation.bot,
        conversation.reference,
        customer=conversation.customer,
        intent=one_word(turn.facts.get("intent", ""), turn.facts.get("sub_intent", "")),
        intent_confidence=turn.confidence,
    )
    take_over(conversation, known)
    return True
