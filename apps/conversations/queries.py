"""The door to a conversation: found through whoever asks, so that missing and not-yours look the same."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet, prefetch_related_objects

from apps.core.rows import row, rows
from apps.people.models import Agent

from .models import Conversation, ConversationEvent, Customer, Message

# The rule of `conversations_of` for many pairs at once: open screens ask it at every paint.
_MAY_SEE = """
SELECT agent.id, chat.id
FROM unnest(%s::bigint[], %s::bigint[]) AS pair (agent, chat)
JOIN people_agent AS agent ON agent.id = pair.agent AND agent.is_active
JOIN conversations_conversation AS chat ON chat.id = pair.chat AND chat.erased_at IS NULL
JOIN conversations_customer AS customer ON customer.id = chat.customer_id AND customer.erased_at IS NULL
WHERE agent.role = 'admin' OR (chat.holder = 'agent' AND chat.holder_agent_id = agent.id)
    OR EXISTS (SELECT FROM people_agent_teams AS m WHERE m.agent_id = agent.id AND m.team_id = chat.team_id)
"""


def conversations_of(agent: Agent) -> QuerySet[Conversation]:
    """The conversations `agent` may see: those of their teams, and any they hold themselves."""
    seen = Conversation.objects.filter(erased_at__isnull=True, customer__erased_at__isnull=True)
    if agent.is_admin:
        return seen
    return seen.filter(Q(team__in=agent.teams.all()) | Q(holder="agent", holder_agent=agent))


def conversation_for(agent: Agent, pk: int) -> Conversation:
    """One conversation as `agent` may see it. Raises Conversation.DoesNotExist."""
    related = ("customer", "bot", "team", "holder_agent")
    return conversations_of(agent).select_related(*related).get(pk=pk)


def may_see(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of the (agent, conversation) pairs in which an active agent may see the conversation."""
    agents, chats = zip(*pairs, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_MAY_SEE, [list(agents), list(chats)])
        return set(cursor)


def with_customer(pk: int) -> Conversation:
    """The conversation and its customer, for agents of whom `may_see` has been asked. Raises DoesNotExist."""
    conversation = row(Conversation, "WHERE id = %s", [pk])
    if conversation is None:
        raise Conversation.DoesNotExist(f"conversation {pk}")
    (conversation.customer,) = rows(Customer, "WHERE id = %s", [conversation.customer_id])
    return conversation


def events_after(conversation: Conversation, seq: int) -> list[ConversationEvent]:
    """What has happened since, in order."""
    return rows(ConversationEvent, "WHERE conversation_id = %s AND seq > %s ORDER BY seq", [conversation.pk, seq])


def turns_added(conversation: Conversation, first: int | None, settled: list[int | None]) -> list[Message]:
    """Turns from position `first` on, and those of the given keys; authors with them, 200 at most."""
    added = "WHERE conversation_id = %s AND (position >= %s OR id = ANY(%s::bigint[])) ORDER BY position LIMIT 200"
    turns = rows(Message, added, [conversation.pk, first, settled])
    prefetch_related_objects([turn for turn in turns if turn.author_id], "author")
    return turns


def messages_of(conversation: Conversation) -> QuerySet[Message]:
    """Its turns in order, authors with them."""
    return conversation.messages.select_related("author").order_by("position")
