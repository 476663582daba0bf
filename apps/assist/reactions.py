"""What happens in a conversation that its brief must follow."""

from apps.conversations.models import ConversationEvent, Holder

from . import operations

WHOEVER_HOLDS_IT = {"brief.told", "handoff.queued"}  # the bot is handing over, or just has


def follow(event: ConversationEvent) -> None:
    """Ask for a new brief when people have the conversation, or are about to."""
    if event.kind in WHOEVER_HOLDS_IT or event.conversation.holder != Holder.BOT:
        operations.ask_for_brief(event.conversation)
