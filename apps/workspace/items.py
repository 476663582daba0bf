"""Lines of the transcript, and the events that make or change them."""

from dataclasses import dataclass

from apps.conversations.models import ConversationEvent, Message

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
    def at(self) -> str:
        """The order as the page sorts it."""
        return ".".join(map(str, self.order))
