"""What handoffs do when something happened in their conversation."""

from apps.conversations.models import ConversationEvent

from . import operations
from .models import Handoff


def note_first_reply(event: ConversationEvent) -> None:
    """The first reply after a claim is when the customer heard from a person."""
    claimed = Handoff.objects.filter(conversation=event.conversation_id, claimed_at__lte=event.at)
    if handoff := claimed.order_by("-id").first():
        operations.note_first_reply(handoff, event.at)
