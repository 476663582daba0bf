"""What an agent sees of everything: their own chats, and who waits for their teams."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.conversations.models import Message, ReadMark
from apps.handoffs.models import Handoff, State
from apps.handoffs.queries import queue_of
from apps.people.models import Agent, Team

SHOWN = 50  # rows of one queue
LINGERS = timedelta(minutes=10)  # a chat given back stays in sight this long


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
    def mine(self) -> list[Handoff]:
        """Chats the agent holds or has just given back; those waiting longest for an answer first."""
        lately = timezone.now() - LINGERS
        held = Q(state__in=(State.CLAIMED, State.RETURNING)) | Q(state=State.RETURNED, ended_at__gte=lately)
        rows = Handoff.objects.filter(held, agent=self.agent).select_related("conversation__customer", "team")
        first = Case(When(state=State.CLAIMED, then=Value(0)), default=Value(1), output_field=IntegerField())
        waits = F("conversation__customer_waits_since").asc(nulls_last=True)
        return list(with_unread(with_last_words(rows), self.agent).order_by(first, waits, "-id"))

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


def with_unread(rows: QuerySet[Handoff], agent: Agent) -> QuerySet[Handoff]:
    """Add `unread`: the customer's turns after the agent's read mark."""
    mark = ReadMark.objects.filter(agent=agent, conversation=OuterRef(OuterRef("conversation"))).values("position")
    new = (
        Message.objects.filter(conversation=OuterRef("conversation"), role=Message.Role.CUSTOMER)
        .filter(position__gt=Coalesce(Subquery(mark), 0))
        .order_by()
        .values("conversation")
        .annotate(n=Count("*"))
        .values("n")
    )
    return rows.annotate(unread=Coalesce(Subquery(new), 0))
