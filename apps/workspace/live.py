"""What the hub asks of this door: paint a topic for the screens that show it, and say what is true.

Everything is read through the agent, at every paint: a screen that may no longer see a topic is closed instead.
Whether its session still stands is asked by the sweep, and closes it too (docs/architecture.md, "Who may look").
Topics: `conversation:PK`, `presence:PK` (who else has it open), `team:PK` (its queue), `agent:PK` (their chats).
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import cast

from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone

from apps.conversations import operations as conversations
from apps.conversations.models import Conversation, ConversationEvent, Message, ReadMark
from apps.conversations.queries import Seen, may_see, readers, see
from apps.core.rows import ahead
from apps.core.screen import NOT_YOURS, SIGNED_OUT, Frame, Screen
from apps.people import queries as people
from apps.people.models import Agent, Team
from apps.people.speaking import speaking_to

from . import mine, parts
from .inbox import InboxView, Queue, queue_versions
from .view import ConversationView

logger = logging.getLogger(__name__)

LOOKING = timedelta(seconds=6)  # three sweeps: presence outlives a lost one
TURNS = "turns"  # beside the topics in Screen.painted: the seq up to which the transcript is painted
AT_ONCE = 10  # turns at most: the bot waits for its answer meanwhile
LISTS_FOLLOW = 0.03  # seconds
SEEN_EVERY = timedelta(seconds=30)


class Workspace:
    """The door's side of the hub."""

    def paint(self, topic: str, screens: list[Screen]) -> Iterator[Mapping[Screen, Frame]]:
        kind, _, pk = topic.partition(":")
        if kind == "conversation":
            yield from _paint_conversation(topic, int(pk), screens)
        elif kind == "team":
            yield _paint_queue(topic, int(pk), screens)
        else:
            agents = people.active({screen.agent for screen in screens})
            yield {screen: Frame(close=SIGNED_OUT) for screen in screens if screen.agent not in agents}
            paint = _paint_presence if kind == "presence" else _paint_mine
            yield paint(topic, int(pk), [screen for screen in screens if screen.agent in agents], agents)

    def at_once(self, topic: str, screens: list[Screen], news: tuple[ConversationEvent, list[Message]]) -> dict:
        """New turns, for those who have seen everything before them."""
        event, turns = news
        level = [screen for screen in screens if screen.painted.get(TURNS) == event.seq - 1]
        if not level or len(turns) > AT_ONCE:
            return {}
        seen = Seen(*readers(event.conversation_id, {screen.agent for screen in level}), [event], turns)
        return {screen: Frame(Look(screen, topic, seen).turns()) for screen in level if screen.agent in seen.agents}

    def patience(self, topic: str) -> float:
        """The chat itself at once; lists follow when its turns are on the screen."""
        return 0 if topic.startswith("conversation:") else LISTS_FOLLOW

    def versions(self, topics: Iterable[str]) -> Mapping[str, object]:
        by_kind: dict[str, list[int]] = {}
        for topic in topics:
            kind, _, pk = topic.partition(":")
            by_kind.setdefault(kind, []).append(int(pk))
        found: dict[str, Callable[[list[int]], Mapping[int, object]]] = {
            "conversation": _seqs,
            "presence": _who_looks,
            "team": queue_versions,
            "agent": mine.versions,
        }
        return {f"{kind}:{pk}": v for kind, pks in by_kind.items() for pk, v in found[kind](pks).items()}

    def gone(self, screens: Iterable[Screen]) -> Mapping[Screen, int]:
        """Which screens have lost their session, their agent, or a topic. Notes who is looking, too."""
        screens = list(screens)
        sessions = Session.objects.filter(expire_date__gt=timezone.now(), pk__in={s.session for s in screens})
        alive = set(sessions.values_list("pk", flat=True))
        agents = people.active({screen.agent for screen in screens})
        lost = {}
        for screen in screens:
            agent = agents.get(screen.agent)
            if agent is None or screen.session not in alive or agent.get_session_auth_hash() != screen.about["hash"]:
                lost[screen] = SIGNED_OUT
        lost |= _no_longer_theirs([screen for screen in screens if screen not in lost])
        try:
            _note_presence([screen for screen in screens if screen not in lost], agents)
        except DatabaseError:  # whoever is signed out is closed all the same
            logger.warning("presence is not noted", exc_info=True)
        return lost


def _paint_conversation(topic: str, pk: int, screens: list[Screen]) -> Iterator[Mapping[Screen, Frame]]:
    """New turns first, they are what an agent waits for; then what else the events since the last paint touch."""
    shown = [screen.painted[topic] for screen in screens if topic in screen.painted]
    seen = see(pk, {screen.agent for screen in screens}, after=min(shown, default=None))
    if lost := [screen for screen in screens if screen.agent not in seen.agents]:
        active = people.active({screen.agent for screen in lost})
        yield {screen: Frame(close=NOT_YOURS if screen.agent in active else SIGNED_OUT) for screen in lost}
    looks = [Look(screen, topic, seen) for screen in screens if screen.agent in seen.agents]
    yield {look.screen: Frame(turns) for look in looks if not look.is_new and (turns := look.turns())}
    yield {look.screen: Frame(look.rest(), look.view.conversation.seq) for look in looks}


class Look:
    """One screen's look at a conversation: everything, when it has seen nothing or is far behind."""

    def __init__(self, screen: Screen, topic: str, seen: Seen):
        self.screen, self.seen = screen, seen
        conversation = cast(Conversation, seen.conversation)
        self.view = ConversationView(
            seen.agents[screen.agent], conversation, embedded=screen.about.get("embedded", False)
        )
        self.painted: int = screen.painted.get(topic, -1)
        self.is_new = self.painted < 0 or seen.is_too_much

    def turns(self) -> str:
        done = self.screen.painted[TURNS]
        unread = [event for event in self.seen.events if event.seq > done and event.kind in parts.TRANSCRIPT]
        self.screen.painted[TURNS] = max([done, *(event.seq for event in self.seen.events)])
        with speaking_to(self.view.agent):
            return parts.render_items(self.view, self.view.items_of(unread, self.seen.turns)) if unread else ""

    def rest(self) -> str:
        with speaking_to(self.view.agent):
            if self.is_new:
                self.screen.painted[TURNS] = self.view.conversation.seq
                ahead(*self.view.for_all_parts)
                return parts.render_transcript(self.view) + parts.render(self.view, parts.EVERY_PART)
            names = parts.parts_of(event.kind for event in self.seen.events if event.seq > self.painted)
            if names:
                ahead(*self.view.for_most_parts)
            return parts.render(self.view, names)


def _paint_presence(topic: str, pk: int, screens: list[Screen], agents: Mapping[int, Agent]) -> dict:
    version = _who_looks([pk])[pk]
    frames = {}
    for screen in screens:
        if screen.painted.get(topic) == version:
            continue
        view = ConversationView(agents[screen.agent], Conversation(pk=pk))
        with speaking_to(view.agent):
            frames[screen] = Frame(parts.render(view, [parts.PRESENCE]), version)
    return frames


def _paint_queue(topic: str, pk: int, screens: list[Screen]) -> dict:
    """Rendered once, for everyone in the team. Whoever was deactivated is no longer among them."""
    agents = Agent.objects.filter(Q(teams=pk) | Q(role="admin"), is_active=True).order_by()
    members = set(agents.values_list("pk", flat=True))
    queue = Queue(Team.objects.get(pk=pk), queue_versions([pk])[pk])
    frames: dict[Screen, Frame] = {}
    painted: Frame | None = None  # the same for all
    for screen in screens:
        if screen.agent not in members:
            frames[screen] = Frame(close=NOT_YOURS)
        elif screen.painted.get(topic) != queue.version:
            frames[screen] = painted = painted or Frame(parts.render_queue(queue), queue.version)
    return frames


def _paint_mine(topic: str, pk: int, screens: list[Screen], agents: Mapping[int, Agent]) -> dict:
    frames = {}
    for screen in screens:
        view = InboxView(agents[pk], current=screen.about.get("conversation"))
        with speaking_to(view.agent):
            frames[screen] = Frame(parts.render_mine(view), view.version)
    return frames


def _seqs(pks: list[int]) -> dict[int, int]:
    return dict(Conversation.objects.filter(pk__in=pks).values_list("pk", "seq"))


def _who_looks(pks: list[int]) -> dict[int, tuple]:
    looking = ReadMark.objects.filter(conversation__in=pks, looking_until__gt=timezone.now())
    found: dict[int, list[int]] = {pk: [] for pk in pks}
    for conversation, agent in looking.order_by("agent").values_list("conversation", "agent"):
        found[conversation].append(agent)
    return {pk: tuple(agents) for pk, agents in found.items()}


def _note_presence(screens: list[Screen], agents: Mapping[int, Agent]) -> None:
    pairs = {(screen.agent, screen.about["conversation"]) for screen in screens if screen.about.get("conversation")}
    if pairs:
        conversations.look(sorted(pairs), until=timezone.now() + LOOKING)
    now = timezone.now()
    Agent.objects.filter(pk__in=agents).exclude(seen_at__gt=now - SEEN_EVERY).update(seen_at=now)


def _no_longer_theirs(screens: list[Screen]) -> dict[Screen, int]:
    chats = {(screen.agent, screen.about["conversation"]) for screen in screens if screen.about.get("conversation")}
    seeing = may_see(chats) if chats else set()
    teams = people.teams_of({screen.agent for screen in screens})
    lost = {}
    for screen in screens:
        watched = {int(topic.partition(":")[2]) for topic in screen.topics if topic.startswith("team:")}
        chat = screen.about.get("conversation")
        if (chat and (screen.agent, chat) not in seeing) or watched - teams[screen.agent]:
            lost[screen] = NOT_YOURS
    return lost
