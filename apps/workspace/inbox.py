"""What an agent sees of everything: their own chats, and who waits for their teams."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from apps.conversations.models import Intent, Message
from apps.core.rows import Question, ask, asked, every, joined, plain
from apps.handoffs.models import Handoff, State
from apps.handoffs.queries import queue_of
from apps.people.models import Agent, Team

from . import named, parts
from .mine import Chat, Version, chats_of, version_of
from .wording import topic

SHOWN = 50  # rows of one queue

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
        return chats_of(self.agent)

    @property
    def version(self) -> Version:
        """What `mine.versions` says when nothing has changed since."""
        return version_of(self.agent, self.mine, self.named)

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
