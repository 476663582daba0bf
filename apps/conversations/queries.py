"""The door to a conversation: found through whoever asks, so that missing and not-yours look the same."""

from collections.abc import Collection, Iterable
from functools import cache, partial
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet, prefetch_related_objects

from apps.core.rows import Part, Question, answer, beside, columns, every, joined, plain, together
from apps.people.models import Agent

from .models import Conversation, ConversationEvent, Customer, Message

Parts = tuple[Part, ...]

# The rule of `conversations_of` for open screens, which ask it at every paint, of a `chat`, its `customer` and a
# `people_agent`.
SEES = """
chat.erased_at IS NULL AND customer.erased_at IS NULL AND people_agent.is_active AND (
    people_agent.role = 'admin' OR (chat.holder = 'agent' AND chat.holder_agent_id = people_agent.id)
    OR EXISTS (SELECT FROM people_agent_teams AS member
        WHERE member.agent_id = people_agent.id AND member.team_id = chat.team_id))
"""
_CHAT = "conversations_conversation AS chat JOIN conversations_customer AS customer ON customer.id = chat.customer_id"
_PAIRS = f"""
SELECT people_agent.id, chat.id FROM unnest(%s::bigint[], %s::bigint[]) AS pair (agent, chat)
JOIN people_agent ON people_agent.id = pair.agent JOIN {_CHAT} ON chat.id = pair.chat WHERE {SEES}
"""  # noqa: S608
_OTHERS = f"""
WHERE customer_id = %s AND id <> %s AND EXISTS (
    SELECT FROM {_CHAT}, people_agent
    WHERE chat.id = conversations_conversation.id AND people_agent.id = %s AND {SEES})
ORDER BY id DESC LIMIT %s
"""
_WHO_SEES = f"""
SELECT {{}}, {{}}, {{}} FROM people_agent, {_CHAT} WHERE people_agent.id = ANY(%s) AND chat.id = %s AND {SEES}
"""  # noqa: S608
_ALL: Parts = ((Agent, ()), (Conversation, ()), (Customer, ()))
# What a turn's line shows of them: enough, where nothing but new turns is shown.
_FOR_A_LINE: Parts = (
    (Agent, ("id", "language", "time_zone")),
    (Conversation, ("id", "language", "customer_id")),
    (Customer, ("id", "name", "reference")),
)
_EVENTS = "WHERE conversation_id = %s AND seq > %s ORDER BY seq LIMIT %s"
# What came after the last turn at that time, and what was changed since. Each found by its index, so that a long
# transcript costs no more than a short one.
_TURNS = """
WHERE id IN (
    (SELECT id FROM conversations_message WHERE conversation_id = %s AND position > COALESCE(
        (SELECT position FROM conversations_conversationevent WHERE conversation_id = %s AND seq = %s), 0)
     ORDER BY position DESC LIMIT %s)
    UNION
    SELECT message_id FROM conversations_conversationevent WHERE conversation_id = %s AND seq > %s)
ORDER BY position DESC LIMIT %s
"""
_BEFORE = "WHERE conversation_id = %s AND position < %s ORDER BY position DESC LIMIT %s"
_AUTHORS = f"WHERE id IN (SELECT author_id FROM (SELECT author_id FROM conversations_message {_BEFORE}) AS said)"  # noqa: S608
AT_MOST = 200  # events, and turns, that `see` tells of


class Seen(NamedTuple):
    """A conversation, the agents who may see it, and what has happened in it. None, when none of them may."""

    agents: dict[int, Agent]
    conversation: Conversation | None
    events: list[ConversationEvent]
    turns: list[Message]

    @property
    def is_too_much(self) -> bool:
        """More has happened than is told here."""
        return len(self.events) > AT_MOST or len(self.turns) > AT_MOST


def conversations_of(agent: Agent) -> QuerySet[Conversation]:
    """The conversations `agent` may see: those of their teams, and any they hold themselves."""
    seen = Conversation.objects.filter(erased_at__isnull=True, customer__erased_at__isnull=True)
    if agent.is_admin:
        return seen
    return seen.filter(Q(team__in=agent.teams.all()) | Q(holder="agent", holder_agent=agent))


def conversation_for(agent: Agent, pk: int) -> Conversation:
    """One conversation as `agent` may see it. Raises Conversation.DoesNotExist."""
    agents, conversation = answer(_who_sees(pk, [agent.pk], _ALL))
    if conversation is None or agent.pk not in agents:
        raise Conversation.DoesNotExist(f"conversation {pk}")
    return conversation


def may_see(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of the (agent, conversation) pairs in which an active agent may see the conversation."""
    agents, chats = zip(*pairs, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, [list(agents), list(chats)])
        return set(cursor)


def see(pk: int, agents: Collection[int], *, after: int | None) -> Seen:
    """All that the screens of these agents need to follow a conversation: what happened after seq `after`, up to
    `AT_MOST` of it; None asks for nothing of that. In one round trip, because every message asks this."""
    who = _who_sees(pk, agents, _ALL)
    if after is None:
        return Seen(*answer(who), [], [])
    (seeing, conversation), events, turns = together(
        who,
        every(ConversationEvent, _EVENTS, [pk, after, AT_MOST + 1]),
        every(Message, _TURNS, [pk, pk, after, AT_MOST + 1, pk, after, AT_MOST + 1]),
    )
    return Seen(seeing, conversation, events, _with_authors(turns))


def readers(pk: int, agents: Collection[int]) -> tuple[dict[int, Agent], Conversation | None]:
    """Those of the agents who may see the conversation, and as much of it as a turn's line shows."""
    return answer(_who_sees(pk, agents, _FOR_A_LINE))


def _who_sees(pk: int, agents: Collection[int], parts: Parts) -> Question[tuple[dict[int, Agent], Conversation | None]]:
    return plain(_who_sees_select(parts), [list(agents), pk]).then(partial(_seen, parts))


@cache
def _who_sees_select(parts: Parts) -> str:
    named = zip(parts, ("people_agent", "chat", "customer"), strict=True)
    return _WHO_SEES.format(*(columns(model, alias, only) for (model, only), alias in named))


def _seen(parts: Parts, found: list[tuple]) -> tuple[dict[int, Agent], Conversation | None]:
    who, chats, customers = beside(found, *parts)
    for chat, customer in zip(chats, customers, strict=True):
        chat.customer = customer
    return {agent.pk: agent for agent in who}, next(iter(chats), None)


def others_of_customer(agent: Agent, conversation: Conversation, limit: int) -> Question[list[Conversation]]:
    """The customer's other conversations that `agent` may see, the newest first."""
    return every(Conversation, _OTHERS, [conversation.customer_id, conversation.pk, agent.pk, limit])


def turns_before(conversation: Conversation, position: int, limit: int) -> Question[list[Message]]:
    """The last turns before `position`, the latest first, authors with them."""
    last = [conversation.pk, position, limit]
    return joined(_by_authors, every(Message, _BEFORE, last), every(Agent, _AUTHORS, last))


def _by_authors(turns: list[Message], authors: list[Agent]) -> list[Message]:
    known = {author.pk: author for author in authors}
    for turn in turns:
        if turn.author_id in known:
            turn.author = known[turn.author_id]
    return turns


def _with_authors(turns: list[Message]) -> list[Message]:
    prefetch_related_objects([turn for turn in turns if turn.author_id], "author")
    return turns
