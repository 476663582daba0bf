"""What an agent sees of everything: their own chats, and who waits for their teams."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone

from apps.conversations.models import Message
from apps.handoffs.models import Handoff, State
from apps.handoffs.queries import queue_of
from apps.people.models import Agent, Team

SHOWN = 50  # rows of one queue
LINGERS = timedelta(minutes=10)  # a chat given back stays in sight this long


Version = frozenset[tuple[int, str, int, int]]

# Written out: every message to one of the agent's chats repaints their list.
_FROM = """
FROM handoffs_handoff AS handoff
JOIN conversations_conversation AS chat ON chat.id = handoff.conversation_id
LEFT JOIN conversations_readmark AS mark ON mark.agent_id = handoff.agent_id AND mark.conversation_id = chat.id
"""
_MINE = f"""
SELECT chat.id, handoff.id, handoff.state, chat.seq, COALESCE(mark.position, 0),
    COALESCE(NULLIF(customer.name, ''), customer.reference), chat.intent, chat.customer_waits_since,
    team.amber_after, team.red_after,
    COALESCE((SELECT text FROM conversations_message WHERE conversation_id = chat.id AND role = 'customer'
        ORDER BY position DESC LIMIT 1), ''),
    (SELECT count(*) FROM conversations_message WHERE conversation_id = chat.id AND role = 'customer'
        AND position > COALESCE(mark.position, 0))
{_FROM}
JOIN conversations_customer AS customer ON customer.id = chat.customer_id
JOIN people_team AS team ON team.id = handoff.team_id
WHERE handoff.agent_id = %s
    AND (handoff.state IN ('claimed', 'returning') OR (handoff.state = 'returned' AND handoff.ended_at >= %s))
ORDER BY handoff.state <> 'claimed', chat.customer_waits_since NULLS LAST, handoff.id DESC
"""  # noqa: S608
_MINE_VERSIONS = f"""
SELECT handoff.agent_id, handoff.id, handoff.state, chat.seq, COALESCE(mark.position, 0)
{_FROM}
WHERE handoff.agent_id = ANY(%s) AND handoff.state IN ('claimed', 'returning')
"""


class Chat(NamedTuple):
    """One line of an agent's own list. `read`: the position up to which they have read it."""

    pk: int
    handoff: int
    state: str
    seq: int
    read: int
    customer: str
    intent: str
    waits_since: datetime | None
    amber_after: int
    red_after: int
    last_text: str
    unread: int

    @property
    def is_open(self) -> bool:
        return self.state in Handoff.OPEN


@dataclass
class Queue:
    """Who waits for one team. The same for everyone in it."""

    team: Team
    waiting: int | None = None  # how many, where somebody has counted

    @cached_property
    def rows(self) -> list[Handoff]:
        return [] if self.waiting == 0 else list(with_last_words(queue_of(self.team))[:SHOWN])

    @cached_property
    def count(self) -> int:
        return len(self.rows) if len(self.rows) < SHOWN else queue_of(self.team).count()


class InboxView:
    """`agent`'s inbox. `current` is the conversation beside it, if any."""

    def __init__(self, agent: Agent, current: int | None = None):
        self.agent, self.current = agent, current

    @cached_property
    def mine(self) -> list[Chat]:
        """Chats the agent holds or has just given back; those waiting longest for an answer first."""
        with connection.cursor() as cursor:
            cursor.execute(_MINE, [self.agent.pk, timezone.now() - LINGERS])
            return [Chat(*row) for row in cursor]

    @property
    def version(self) -> Version:
        """What `mine_versions` says when nothing has changed since."""
        return frozenset((chat.handoff, chat.state, chat.seq, chat.read) for chat in self.mine if chat.is_open)

    @property
    def load(self) -> int:
        """Chats that count against the agent's capacity."""
        return sum(row.state == State.CLAIMED for row in self.mine)

    @cached_property
    def queues(self) -> list[Queue]:
        mine = Team.objects.all() if self.agent.is_admin else self.agent.teams.all()
        teams = list(mine.filter(is_active=True))
        waiting = Handoff.objects.filter(team__in=teams, state=State.WAITING).order_by().values("team")
        counted = dict(waiting.annotate(n=Count("*")).values_list("team", "n"))
        return [Queue(team, counted.get(team.pk, 0)) for team in teams]


def with_last_words(rows: QuerySet[Handoff]) -> QuerySet[Handoff]:
    """Add `last_text`: what the customer said last."""
    theirs = Message.objects.filter(conversation=OuterRef("conversation"), role=Message.Role.CUSTOMER)
    return rows.annotate(last_text=Subquery(theirs.order_by("-position").values("text")[:1]))


def mine_versions(agents: list[int]) -> dict[int, Version]:
    """Of each agent's own list: its open handoffs, how far they are, and how far they are read."""
    found: dict[int, set[tuple]] = {agent: set() for agent in agents}
    with connection.cursor() as cursor:
        cursor.execute(_MINE_VERSIONS, [agents])
        for agent, *row in cursor:
            found[agent].add(tuple(row))
    return {agent: frozenset(rows) for agent, rows in found.items()}
