"""An agent's own list: the chats they hold or have just given back, and whether it is still what was painted."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy

from apps.conversations.queries import SEES
from apps.core.rows import Question, answer, ask, plain
from apps.handoffs.models import Handback, State
from apps.people.models import Agent

from . import named
from .wording import topic

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LINGERS = timedelta(minutes=10)  # a chat given back stays in sight this long
CAME_BACK: dict[str, "StrPromise"] = {
    Handback.State.REFUSED: gettext_lazy("The bot refused it"),
    Handback.State.EXPIRED: gettext_lazy("The bot did not answer"),
}
Version = frozenset[tuple[int, str, int, int]]

# Written out: every message to one of the agent's chats repaints their list, and the sweep asks for all open screens.
_FROM = """
FROM handoffs_handoff AS handoff
JOIN people_agent ON people_agent.id = handoff.agent_id
JOIN conversations_conversation AS chat ON chat.id = handoff.conversation_id
JOIN conversations_customer AS customer ON customer.id = chat.customer_id
LEFT JOIN conversations_readmark AS mark ON mark.agent_id = handoff.agent_id AND mark.conversation_id = chat.id
"""
_WHERE = f"""
WHERE handoff.agent_id = ANY(%s) AND {SEES} AND (handoff.state IN ('claimed', 'returning')
    OR (handoff.state = 'returned' AND handoff.ended_at >= %s
        AND NOT EXISTS (SELECT FROM handoffs_handoff AS later
            WHERE later.conversation_id = chat.id AND later.id > handoff.id)))
"""
# Whoever was handed over and has had no answer from a person yet waits, whatever the bot said last.
_WAITS = """COALESCE(chat.customer_waits_since,
    CASE WHEN handoff.state = 'claimed' AND handoff.first_reply_at IS NULL THEN handoff.queued_at END)"""
_CHATS = f"""
SELECT chat.id, handoff.id, handoff.state, chat.seq, COALESCE(mark.position, 0),
    COALESCE(NULLIF(customer.name, ''), customer.reference), chat.intent, intent.name, {_WAITS},
    team.amber_after, team.red_after,
    (SELECT CASE WHEN agent_id = handoff.agent_id THEN state END FROM handoffs_handback WHERE handoff_id = handoff.id
        ORDER BY id DESC LIMIT 1),
    COALESCE((SELECT text FROM conversations_message WHERE conversation_id = chat.id AND role = 'customer'
        ORDER BY position DESC LIMIT 1), ''),
    (SELECT count(*) FROM conversations_message WHERE conversation_id = chat.id AND role = 'customer'
        AND position > COALESCE(mark.position, 0))
{_FROM}
JOIN people_team AS team ON team.id = handoff.team_id
LEFT JOIN conversations_intent AS intent ON intent.slug = chat.intent
{_WHERE}
ORDER BY handoff.state <> 'claimed', {_WAITS} NULLS LAST, handoff.id DESC
"""  # noqa: S608
_VERSIONS = f"""
SELECT handoff.agent_id, handoff.id, handoff.state, chat.seq, COALESCE(mark.position, 0) {_FROM} {_WHERE}
UNION ALL SELECT id, capacity, status, 0, 0 FROM people_agent WHERE id = ANY(%s)
"""  # noqa: S608


class Chat(NamedTuple):
    """One line. `read`: the position up to which the agent has read it."""

    pk: int
    handoff: int
    state: str
    seq: int
    read: int
    customer: str
    intent: str
    intent_name: str | None
    waits_since: datetime | None
    amber_after: int
    red_after: int
    handback: str | None  # what became of their offer to the bot, if they made the last one
    last_text: str
    unread: int

    @property
    def about(self) -> str:
        return self.intent_name or topic(self.intent)

    @property
    def came_back(self) -> str:
        """Why the bot does not have it although it was offered, in words."""
        return str(CAME_BACK.get(self.handback or "", "")) if self.state == State.CLAIMED else ""


def chats_of(agent: Agent) -> Question[list[Chat]]:
    """Those waiting longest for an answer first."""
    return plain(_CHATS, _shown([agent.pk])).then(lambda found: list(map(Chat._make, found)))


def version_of(agent: Agent, chats: Iterable[Chat], notes: Iterable[named.Note]) -> Version:
    """What `versions` says of this agent while the list shows these, and the agent as they are here."""
    shown = ((chat.handoff, chat.state, chat.seq, chat.read) for chat in chats)
    return frozenset([(agent.capacity, agent.status, 0, 0), *shown, *(note.version for note in notes)])


def versions(agents: list[int]) -> dict[int, Version]:
    """Of each agent's list: how far its chats are and how far they are read, notes naming them, and their status."""
    found: dict[int, set[tuple]] = {agent: set() for agent in agents}
    for agent, *row in ask(_VERSIONS, [*_shown(agents), agents]):
        found[agent].add(tuple(row))
    for note in answer(named.unread(agents)):
        found[note.agent].add(note.version)
    return {agent: frozenset(rows) for agent, rows in found.items()}


def _shown(agents: list[int]) -> list[object]:
    return [agents, timezone.now() - LINGERS]
