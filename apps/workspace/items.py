"""Lines of the transcript, and the events that make or change them."""

from dataclasses import dataclass

from apps.conversations.models import Conversation, ConversationEvent, Message
from apps.conversations.queries import turns_before
from apps.core.rows import Question, every, joined
from apps.people.models import Agent

# Events that add turns to it.
TURNS = frozenset({"messages.received", "reply.sent", "note.written"})

# Events that change a turn that is there already.
DELIVERIES = ("reply.delivered", "reply.failed", "reply.retried")

# Events that show in the transcript, between the turns.
SEAMS = (
    "handoff.queued",
    "handoff.claimed",
    "handoff.released",
    "handoff.transferred",
    "handoff.cancelled",
    "handoff.closed",
    "handoff.returned",
    "handback.offered",
    "handback.refused",
    "handback.withdrawn",
    "handback.expired",
)


@dataclass(frozen=True)
class Item:
    """One line of the transcript: a turn or a seam."""

    message: Message | None = None
    seam: ConversationEvent | None = None

    @property
    def order(self) -> tuple[int, int, int]:
        if self.message:
            return self.message.position, 0, 0
        return (self.seam.position, 1, self.seam.seq) if self.seam else (0, 0, 0)

    @property
    def template(self) -> str:
        return "workspace/message.html" if self.message else "workspace/seam.html"

    @property
    def at(self) -> str:
        """The order as the page sorts it."""
        return ".".join(map(str, self.order))


_BETWEEN = "WHERE conversation_id = %s AND kind = ANY(%s) AND position >= %s AND position < %s"
_SEAMS = f"{_BETWEEN} ORDER BY seq"
_WHO = f"WHERE id IN (SELECT agent_id FROM conversations_conversationevent {_BETWEEN})"  # noqa: S608


def before(conversation: Conversation, position: int, limit: int) -> Question[list[Item]]:
    """Up to `limit` turns before `position`, with their seams, in order."""
    position = min(position, conversation.message_count + 1)
    first = position - limit if position - limit > 1 else 0  # what happened before the first turn stands above it
    between = [conversation.pk, list(SEAMS), first, position]
    turns = turns_before(conversation, position, limit)
    return joined(_in_order, turns, every(ConversationEvent, _SEAMS, between), every(Agent, _WHO, between))


def _in_order(turns: list[Message], seams: list[ConversationEvent], agents: list[Agent]) -> list[Item]:
    known = {agent.pk: agent for agent in agents}
    for seam in seams:
        seam.agent = known.get(seam.agent_id or 0)
    return sorted([*map(Item, turns), *(Item(seam=seam) for seam in seams)], key=lambda item: item.order)
