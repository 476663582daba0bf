"""The door to a conversation: found through whoever asks, so that missing and not-yours look the same."""

from django.db.models import Q, QuerySet

from apps.people.models import Agent

from .models import Conversation, Message


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


def messages_of(conversation: Conversation) -> QuerySet[Message]:
    """Its turns in order, authors with them."""
    return conversation.messages.select_related("author").order_by("position")
