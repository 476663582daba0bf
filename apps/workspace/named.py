"""Notes that name an agent with "@" and that they have not read: they stand in the agent's own list until then."""

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from apps.core.rows import Question, plain

LASTS = timedelta(days=7)  # who has not looked by then will not

# Written out, as what stands beside it in the list; only of chats that the agent may still see.
_UNREAD = """
SELECT me.id, note.id, chat.id, COALESCE(NULLIF(customer.name, ''), customer.reference), author.name, note.text
FROM conversations_message_mentions AS mention
JOIN people_agent AS me ON me.id = mention.agent_id
JOIN conversations_message AS note ON note.id = mention.message_id
JOIN conversations_conversation AS chat ON chat.id = note.conversation_id
JOIN conversations_customer AS customer ON customer.id = chat.customer_id
LEFT JOIN people_agent AS author ON author.id = note.author_id
LEFT JOIN conversations_readmark AS mark ON mark.agent_id = me.id AND mark.conversation_id = chat.id
WHERE me.id = ANY(%s) AND note.sent_at >= %s AND note.position > COALESCE(mark.position, 0)
    AND chat.erased_at IS NULL AND customer.erased_at IS NULL
    AND (me.role = 'admin' OR chat.holder_agent_id = me.id OR EXISTS (
        SELECT FROM people_agent_teams AS member WHERE member.agent_id = me.id AND member.team_id = chat.team_id))
ORDER BY note.id DESC
"""


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
