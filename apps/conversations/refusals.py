"""Why a conversation does not take what it is told."""

from .models import Conversation


class Erased(Conversation.DoesNotExist):
    """Its words were taken; nothing is added to it any more."""


class NotHolder(Exception):
    """The speaker does not hold the conversation (any more). Carries who does."""

    def __init__(self, conversation: Conversation):
        super().__init__(f"held by {conversation.holder}, epoch {conversation.epoch}")
        self.conversation = conversation


class Unmet(Exception):
    """No conversation is as it was asked to be."""
