"""What an agent sees of everything: their own chats, and who waits for their teams."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy

from apps.conversations.models import Intent, Message
from apps.conversations.queries import SEES
from apps.core.rows import Question, answer, ask, asked, every, joined, plain
from apps.handoffs.models import Handback, Handoff, State
from apps.handoffs.queries import queue_of
from apps.people.models import Agent, Team

from . import named, parts
from .wording import topic

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SHOWN = 50  # rows of one queue
LINGERS = timedelta(minutes=10)  # a chat given back stays in sight this long
CAME_BACK: dict[str, "StrPromise"] = {
    Handback.State.REFUSED: gettext_lazy("The bot refused it"),
    Handback.State.EXPIRED: gettext_lazy("The bot did not answer"),
}
Version = frozenset[tuple[int, str, int, int]]

# Written out: every message to one of the agent's chats repaints their list.
_FROM = """
FROM handoffs_handoff AS handoff
JOIN people_agent ON people_agent.id = handoff.agent_id
JOIN conversations_conversation AS chat ON chat.id = handoff.conversation_id
JOIN conversations_customer AS customer ON customer.id = chat.customer_id
LEFT JOIN conversations_readmark AS mark ON mark.agent_id = handoff.agent_id AND mark.conversation_id = chat.id
"""
# Whoever was handed over and has had no answer from a person yet waits, whatever the bot said last.
_WAITS = """COALESCE(chat.customer_waits_since,
    CASE WHEN handoff.state = 'claimed' AND handoff.first_reply_at IS NULL THEN handoff.queued_at END)"""
_MINE = f"""
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
WHERE handoff.agent_id = %s AND {SEES} AND (handoff.state IN ('claimed', 'returning')
    OR (handoff.state = 'returned' AND handoff.ended_at >= %s
        AND NOT EXISTS (SELECT FROM handoffs_handoff AS later
            WHERE later.conversation_id = chat.id AND later.id > handoff.id)))
ORDER BY handoff.state <> 'claimed', {_WAITS} NULLS LAST, handoff.id DESC
"""  # noqa: S608
_MINE_VERSIONS = f"""
SELECT handoff.agent_id, handoff.id, handoff.state, chat.seq, COALESCE(mark.position, 0)
{_FROM}
WHERE handoff.agent_id = ANY(%s) AND handoff.state IN ('claimed', 'returning') AND {SEES}
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
    intent_name: str | None
    waits_since: datetime | None
    amber_after: int
    red_after: int
    handback: str | None  # what became of their offer to the bot, if they made the last one
    last_text: str
    unread: int

    @property
    def is_open(self) -> bool:
        return self.state in Handoff.OPEN

    @property
    def about(self) -> str:
        return self.intent_name or topic(self.intent)

    @property
    def came_back(self) -> str:
        """Why the bot does not have it although it was offered, in words."""
        return str(CAME_BACK.get(self.handback or "", "")) if self.state == State.CLAIMED else ""


# What a queue shows is told by the handoffs in it and how far their conversations are.
_VERSIONS = """
SELECT handoff.team_id, md5(string_agg(handoff.id || ':' || chat.seq, ',' ORDER BY handoff.id))
FROM handoffs_handoff AS handoff JOIN conversations_conversation AS chat ON chat.id = handoff.conversation_id
WHERE handoff.state = 'waiting' AND {teams} GROUP BY handoff.team_id
"""
_QUEUE_VERSIONS = _VERSIONS.format(teams="handoff.team_id = ANY(%s)")
_THEIR_TEAMS = "WHERE is_active AND (%s OR id IN (SELECT team_id FROM people_agent_teams WHERE agent_id = %s))"
_THEIR_VERSIONS = _VERSIONS.format(teams=f"handoff.team_id IN (SELECT id FROM people_team {_THEIR_TEAMS})")  # noqa: S608


def queue_versions(teams: Iterable[int]) -> dict[int, str]:
    """Of each team's queue; empty while nobody waits."""
    teams = list(teams)
    return dict.fromkeys(teams, "") | dict(ask(_QUEUE_VERSIONS, [teams]))


@dataclass
class Queue:
    """Who waits for one team. The same for everyone in it."""

    team: Team
    version: str

    @cached_property
    def rows(self) -> list["Waiting"]:
        return list(map(Waiting._make, _waiting(self.team)[:SHOWN])) if self.version else []

    @property
    def lines(self) -> list[SafeString]:
        return [_line(row, self.team.amber_after, self.team.red_after, get_language()) for row in self.rows]

    @cached_property
    def count(self) -> int:
        return len(self.rows) if len(self.rows) < SHOWN else queue_of(self.team).count()

    @property
    def html(self) -> SafeString:
        """Rendered once for a process, a language and a change, whoever looks."""
        place = self.team.pk, get_language()
        shows = self.version, self.team.name, self.team.amber_after, self.team.red_after
        shown, html = _rendered.get(place, (None, SafeString("")))
        if shown != shows:
            html = parts.render_part("queue", queue=self)
            _rendered[place] = shows, html
        return html


_rendered: dict[tuple, tuple[tuple | None, SafeString]] = {}


class InboxView:
    """`agent`'s inbox. `current` is the conversation beside it, if any."""

    def __init__(self, agent: Agent, current: int | None = None):
        self.agent, self.current = agent, current

    @property
    def for_all_parts(self) -> list[tuple[object, str]]:
        """What the whole inbox will ask, for `ahead`."""
        return [(self, "mine"), (self, "named"), (self, "queues")]

    @asked
    def mine(self) -> Question[list[Chat]]:
        """Chats the agent holds or has just given back; those waiting longest for an answer first."""
        theirs = plain(_MINE, [self.agent.pk, timezone.now() - LINGERS])
        return theirs.then(lambda found: list(map(Chat._make, found)))

    @property
    def version(self) -> Version:
        """What `mine_versions` says when nothing has changed since."""
        mine = ((chat.handoff, chat.state, chat.seq, chat.read) for chat in self.mine if chat.is_open)
        return frozenset([*mine, *(note.version for note in self.named)])

    @asked
    def named(self) -> Question[list[named.Note]]:
        """Notes that name the agent and that they have not read."""
        return named.unread([self.agent.pk])

    @property
    def load(self) -> int:
        """Chats that count against the agent's capacity."""
        return sum(row.state == State.CLAIMED for row in self.mine)

    @asked
    def queues(self) -> Question[list[Queue]]:
        whose = [self.agent.is_admin, self.agent.pk]
        teams = every(Team, f"{_THEIR_TEAMS} ORDER BY name", whose)
        return joined(_queues, teams, plain(_THEIR_VERSIONS, whose))


def _queues(teams: list[Team], versions: list[tuple[int, str]]) -> list[Queue]:
    waiting = dict(versions)
    return [Queue(team, waiting.get(team.pk, "")) for team in teams]


class Waiting(NamedTuple):
    """One line of a queue."""

    handoff: int
    chat: int
    name: str
    reference: str
    queued_at: datetime
    urgency: int
    rule: str
    reason: str
    intent: str
    intent_name: str | None
    last_text: str | None  # what the customer said last

    @property
    def customer(self) -> str:
        return self.name or self.reference

    @property
    def about(self) -> str:
        return self.intent_name or topic(self.intent)

    @property
    def because(self) -> Handoff:
        """For its words."""
        return Handoff(urgency=self.urgency, rule=self.rule, reason=self.reason)


def _waiting(team: Team) -> QuerySet[Handoff, tuple]:
    theirs = Message.objects.filter(conversation=OuterRef("conversation"), role=Message.Role.CUSTOMER)
    said = Subquery(theirs.order_by("-position").values("text")[:1])
    intent = Subquery(Intent.objects.filter(slug=OuterRef("conversation__intent")).values("name")[:1])
    customer = ("conversation__customer__name", "conversation__customer__reference")
    need = ("queued_at", "urgency", "rule", "reason", "conversation__intent")
    return queue_of(team).values_list("pk", "conversation", *customer, *need, intent, said)


@lru_cache(maxsize=5000)
def _line(row: Waiting, amber: int, red: int, language: str) -> SafeString:
    """A queue changes by a line or two at a time; the others are what they were."""
    return parts.render_part("waiting", row=row, amber=amber, red=red)


def mine_versions(agents: list[int]) -> dict[int, Version]:
    """Of each agent's own list: its open handoffs, how far they are and how far they are read; notes naming them."""
    found: dict[int, set[tuple]] = {agent: set() for agent in agents}
    for agent, *row in ask(_MINE_VERSIONS, [agents]):
        found[agent].add(tuple(row))
    for note in answer(named.unread(agents)):
        found[note.agent].add(note.version)
    return {agent: frozenset(rows) for agent, rows in found.items()}
