"""What an agent sees of one conversation, read from the database as that agent.

Every part that shows a conversation takes this and nothing else, so the page, the answer to a click and the socket
paint the same thing. Each property is one query at most, made when a part first asks for it, or ahead of that with the
others.
"""

from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.assist import queries as assist
from apps.assist.models import Brief, Draft, NextAction, UnsentReply
from apps.conversations.models import Bot, Conversation, ConversationEvent, Message
from apps.conversations.queries import others_of_customer
from apps.core.rows import Question, asked, every, first
from apps.feedback.models import HandoffRating
from apps.handoffs import queries as handoffs
from apps.handoffs.models import Handback, Handoff, State
from apps.people.models import Agent, Role, Team

from . import items
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
_RATED = "WHERE handoff_id IN (SELECT id FROM handoffs_handoff WHERE conversation_id = %s) AND agent_id = %s"
_EVERYTHING = (
    "_current",
    "_offered",
    "_ratings",
    "_all_teams",
    "brief_read_before",
    "items",
    "handoffs",
    "bot",
    "colleagues",
    "past",
)


class ConversationView:
    """`agent` looking at `conversation`. Make one only with a conversation found through the agent."""

    def __init__(self, agent: Agent, conversation: Conversation, *, embedded: bool = False):
        self.agent, self.conversation, self.embedded = agent, conversation, embedded
        self.pk = conversation.pk

    @property
    def for_most_parts(self) -> list[tuple[object, str]]:
        """What an event's repaint is likely to ask, for `ahead`."""
        return [(self, "_current"), (self, "_offered"), (self.offer, "_since")]

    @property
    def for_all_parts(self) -> list[tuple[object, str]]:
        """What every part together will ask, for `ahead`."""
        own = [(self, name) for name in _EVERYTHING]
        return [*own, (self.sidebar, "_intents"), (self.offer, "_since")]

    @asked
    def _current(self) -> Question[tuple[Handoff | None, Handback | None]]:
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

    @asked
    def _offered(self) -> Question[assist.Offered]:
        return assist.offered(self.conversation, self.agent)

    @property
    def brief(self) -> Brief | None:
        return self._offered.brief

    @asked
    def brief_read_before(self) -> Question[Brief | None]:
        """What this agent knew of it before the brief of now."""
        return assist.brief_read_before(self.conversation, self.agent)

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

    @asked
    def _ratings(self) -> Question[dict[int, HandoffRating]]:
        """The agent's own, of this conversation's handoffs."""
        ratings = every(HandoffRating, _RATED, [self.pk, self.agent.pk])
        return ratings.then(lambda found: {rating.handoff_id: rating for rating in found})

    @property
    def rating(self) -> HandoffRating | None:
        return self._ratings.get(self.handoff.pk) if self.handoff else None

    @asked
    def items(self) -> Question[list[Item]]:
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

    def items_before(self, position: int) -> Question[list[Item]]:
        """Up to TAIL turns before `position`, with their seams, in order."""
        return items.before(self.conversation, position, TAIL)

    def items_of(self, events: list[ConversationEvent], turns: list[Message]) -> list[Item]:
        """What these events added to the transcript, or changed in it. `turns`: those to choose from."""
        told = [event for event in events if event.kind in TURNS]
        first = min((event.position - event.data.get("count", 1) + 1 for event in told), default=None)
        settled = {event.message_id for event in events if event.kind in DELIVERIES}
        shown = [turn for turn in turns if (first and turn.position >= first) or turn.pk in settled]
        between = [event for event in events if event.kind in SEAMS]
        return sorted([*map(Item, shown), *(Item(seam=seam) for seam in between)], key=lambda item: item.order)

    @asked
    def colleagues(self) -> Question[list[Agent]]:
        """Others who have this chat open now."""
        return every(Agent, _LOOKING, [self.agent.pk, self.pk, timezone.now()])

    @asked
    def past(self) -> Question[list[Conversation]]:
        """The customer's other conversations that this agent may see, newest first."""
        return others_of_customer(self.agent, self.conversation, 10)

    @asked
    def handoffs(self) -> Question[dict[int, Handoff]]:
        """All of the conversation's, by key."""
        return handoffs.all_of(self.conversation)

    @asked
    def bot(self) -> Question[Bot | None]:
        return first(Bot, "WHERE id = %s", [self.conversation.bot_id])

    @asked
    def _all_teams(self) -> Question[list[Team]]:
        return every(Team, "ORDER BY name", [])

    @cached_property
    def team_names(self) -> dict[str, str]:
        return {team.slug: team.name for team in self._all_teams}

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

    @property
    def teams(self) -> list[Team]:
        return [team for team in self._all_teams if team.is_active]

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
