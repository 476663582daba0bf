"""What an agent sees of one conversation, read from the database as that agent.

Every part of the page takes this and nothing else, so the page, the answer to a click and the socket paint the
same thing. Each property is one query at most, made when a part first asks for it.
"""

from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.assist import queries as assist
from apps.assist.models import Brief, Draft, NextAction, UnsentReply
from apps.conversations.models import Conversation, ConversationEvent, Message
from apps.conversations.queries import others_of_customer, turns_before
from apps.core.rows import row, rows
from apps.feedback.models import HandoffRating
from apps.handoffs import queries as handoffs
from apps.handoffs.models import Handback, Handoff, State
from apps.people.models import Agent, Role, Team

from .items import DELIVERIES, SEAMS, TURNS, Item
from .offer import Offer
from .sidebar import Sidebar
from .wording import channel

TAIL = 30  # turns shown before "Earlier"
_LOOKING = """
WHERE id <> %s AND id IN (
    SELECT agent_id FROM conversations_readmark WHERE conversation_id = %s AND looking_until > %s)
ORDER BY name
"""


class ConversationView:
    """`agent` looking at `conversation`. Make one only with a conversation found through the agent."""

    def __init__(self, agent: Agent, conversation: Conversation, *, embedded: bool = False):
        self.agent, self.conversation, self.embedded = agent, conversation, embedded
        self.pk = conversation.pk

    @cached_property
    def _current(self) -> tuple[Handoff | None, Handback | None]:
        return handoffs.current(self.conversation)

    @property
    def handoff(self) -> Handoff | None:
        return self._current[0]

    @property
    def handback(self) -> Handback | None:
        return self._current[1]

    @property
    def is_mine(self) -> bool:
        return self.conversation.is_held_by(self.agent)

    @property
    def can_claim(self) -> bool:
        return self.handoff is not None and self.handoff.state == State.WAITING

    @cached_property
    def _offered(self) -> assist.Offered:
        return assist.offered(self.conversation, self.agent)

    @property
    def brief(self) -> Brief | None:
        return self._offered.brief

    @cached_property
    def brief_read_before(self):
        """What this agent knew of it before the brief of now."""
        return assist.brief_read_before(self.brief, self.agent) if self.brief else None

    @property
    def draft(self) -> Draft | None:
        return self._offered.draft

    @property
    def action(self) -> NextAction | None:
        return self._offered.action

    @property
    def unsent(self) -> UnsentReply | None:
        return self._offered.unsent.get(False)

    @property
    def unsent_note(self) -> UnsentReply | None:
        return self._offered.unsent.get(True)

    @property
    def socket(self) -> str:
        return f"/ws/embed/c/{self.pk}/" if self.embedded else f"/ws/c/{self.pk}/"

    @property
    def poll(self) -> str:
        return reverse("workspace:parts", args=[self.pk]) + ("?embedded=1" if self.embedded else "")

    @property
    def channel(self) -> str:
        return channel(self.conversation.channel)

    @property
    def rewrites(self) -> list[tuple[str, str]]:
        return [("shorter", _("Shorter")), ("warmer", _("Warmer")), ("again", _("Regenerate"))]

    @cached_property
    def offer(self) -> Offer:
        """The draft beside what this agent has typed."""
        return Offer(self)

    @cached_property
    def rating(self) -> HandoffRating | None:
        mine = "WHERE handoff_id = %s AND agent_id = %s"
        return row(HandoffRating, mine, [self.handoff.pk, self.agent.pk]) if self.handoff else None

    @cached_property
    def items(self) -> list[Item]:
        """The last turns and the seams among them."""
        return self.items_before(self.conversation.message_count + 1)

    @cached_property
    def has_earlier(self) -> bool:
        first = next((item.message for item in self.items if item.message), None)
        return bool(first and first.position > 1)

    @property
    def earliest(self) -> int:
        """Position of the first turn shown."""
        return next((item.message.position for item in self.items if item.message), 1)

    def items_before(self, position: int) -> list[Item]:
        """Up to TAIL turns before `position`, with their seams, in order."""
        turns = turns_before(self.conversation, position, TAIL)
        first = turns[-1].position if turns else 1
        seams = self._seams().filter(position__gte=first if first > 1 else 0, position__lt=position)
        return sorted([*map(Item, turns), *(Item(seam=seam) for seam in seams)], key=lambda item: item.order)

    def items_of(self, events: list[ConversationEvent], turns: list[Message]) -> list[Item]:
        """What these events added to the transcript, or changed in it. `turns`: those to choose from."""
        told = [event for event in events if event.kind in TURNS]
        first = min((event.position - event.data.get("count", 1) + 1 for event in told), default=None)
        settled = {event.message_id for event in events if event.kind in DELIVERIES}
        shown = [turn for turn in turns if (first and turn.position >= first) or turn.pk in settled]
        between = [event for event in events if event.kind in SEAMS]
        return sorted([*map(Item, shown), *(Item(seam=seam) for seam in between)], key=lambda item: item.order)

    def _seams(self):
        return self.conversation.events.filter(kind__in=SEAMS).select_related("agent")

    @cached_property
    def colleagues(self) -> list[Agent]:
        """Others who have this chat open now."""
        return rows(Agent, _LOOKING, [self.agent.pk, self.pk, timezone.now()])

    @cached_property
    def past(self) -> list[Conversation]:
        """The customer's other conversations that this agent may see, newest first."""
        return others_of_customer(self.agent, self.conversation, 10)

    @cached_property
    def handoffs(self) -> dict[int, Handoff]:
        """All of the conversation's, by key."""
        return {handoff.pk: handoff for handoff in self.conversation.handoffs.select_related("team")}

    @cached_property
    def team_names(self) -> dict[str, str]:
        return {team.slug: team.name for team in rows(Team, "", [])}

    @cached_property
    def mentionable(self) -> list[Agent]:
        """Whom a note may name: everyone else who may see the conversation."""
        sees = Q(teams=self.conversation.team_id) | Q(role=Role.ADMIN)
        return list(Agent.objects.filter(sees, is_active=True).exclude(pk=self.agent.pk).distinct())

    @cached_property
    def transfer_people(self) -> list[Agent]:
        """Colleagues of the same team, those who are available first."""
        if not self.handoff:
            return []
        team = self.handoff.team.agents.filter(is_active=True).exclude(pk=self.agent.pk)
        return sorted(team, key=lambda agent: (agent.status != Agent.Status.AVAILABLE, agent.name))

    @cached_property
    def teams(self) -> list[Team]:
        return rows(Team, "WHERE is_active ORDER BY name", [])

    @cached_property
    def sidebar(self) -> Sidebar:
        """The right column's words for all this."""
        return Sidebar(self)

    @property
    def waits_since(self) -> datetime | None:
        """Since when the customer waits: for a person, or for that person's answer."""
        if self.handoff and self.can_claim:
            return self.handoff.queued_at
        since = self.conversation.customer_waits_since
        if self.handoff and not self.handoff.first_reply_at:
            since = since or self.handoff.queued_at
        return since if self.is_mine else None

    @property
    def waited_words(self) -> str:
        """How long the customer waited for a person, as `m:ss`."""
        seconds = int(self.waited.total_seconds()) if self.waited else 0
        return f"{seconds // 60}:{seconds % 60:02}" if seconds else ""

    @property
    def waited(self) -> timedelta | None:
        """From being queued to being claimed, or until now."""
        if not self.handoff:
            return None
        return (self.handoff.claimed_at or timezone.now()) - self.handoff.queued_at
