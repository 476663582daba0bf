"""Who reacts to what. An operation records an event; everything that happens because of it is named here.

Each reaction takes the event, runs in a worker, compares-and-swaps or enqueues, and bears repeating.
"""

from collections.abc import Callable

from apps.assist import reactions as assist
from apps.conversations.models import ConversationEvent
from apps.handoffs import reactions as handoffs

Reaction = Callable[[ConversationEvent], None]

REACTIONS: dict[str, list[Reaction]] = {
    "messages.received": [assist.follow],
    "brief.told": [assist.follow],
    "handoff.queued": [assist.follow],
    "reply.sent": [assist.follow, handoffs.note_first_reply],
    "intent.corrected": [assist.follow],
}
