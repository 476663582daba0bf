"""Who reacts to what. An operation records an event; everything that happens because of it is named here.

Each reaction takes the event, runs in a worker, compares-and-swaps or enqueues, and bears repeating.
"""

from collections.abc import Callable

from apps.conversations.models import ConversationEvent

Reaction = Callable[[ConversationEvent], None]

REACTIONS: dict[str, list[Reaction]] = {}
