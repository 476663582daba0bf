"""Notes that name an agent with "@" and that they have not read: they stand in the agent's own list until then."""

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from apps.conversations.queries import SEES
from apps.core.rows import Question, plain

LASTS = timedelta(days=7)  # who has not looked by then will not

# Written out, as what stands beside it in the list; only of chats that the agent may still see.
_UNREAD = f"""
SELECT people_agent.id, note.id, chat.id, COALESCE(NULLIF(customer.name, ''), customer.reference),
    author.name, note.text
FROM conversations_message_mentions AS mention
JOIN people_agent ON people_agent.id = mention.agent_id
JOIN conversations_message AS note ON note.id = mention.message_id
JOIN conversations_conversation AS chat ON chat.id = note.conversation_id
JOIN conversations_customer AS customer ON customer.id = chat.customer_id
LEFT JOIN people_agent AS author ON author.id = note.author_id
LEFT JOIN conversations_readmark AS mark ON mark.agent_id = people_agent.id AND mark.conversation_id = chat.id
WHERE people_agent.id = ANY(%s) AND note.sent_at >= %s AND note.position > COALESCE(mark.position, 0) AND {SEES}
ORDER BY note.id DESC
"""  # noqa: S608


class Note(NamedTuple):
    agent: int  # who is named
    pk: int
    chat: int
    customer: str
    author: str | None
    text: str

    @property
    def version(self) -> tuple[int, str, int, int]:
        return self.chat, "named", self.pk, 0


def unread(agents: list[int]) -> Question[list[Note]]:
    """Of all these agents, the newest first."""
    return plain(_UNREAD, [agents, timezone.now() - LASTS]).then(lambda found: list(map(Note._make, found)))
