"""Find any conversation of my teams: by customer, by reference, or by words that were said."""

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import OuterRef, Q, QuerySet, Subquery

from apps.conversations.models import Conversation, Intent, Message
from apps.conversations.queries import conversations_of
from apps.people.models import Agent

SHOWN = 30


def search(agent: Agent, asked: str) -> QuerySet[Conversation]:
    """Newest first, at most SHOWN; nothing for nothing."""
    seen = conversations_of(agent).select_related("customer", "team", "holder_agent")
    if not asked:
        return seen.none()
    customer = Q(customer__name__icontains=asked) | Q(customer__email__iexact=asked)
    named = Q(reference__icontains=asked) | Q(customer__reference__iexact=asked)
    found = seen.filter(customer | named | Q(pk__in=_said(asked))).annotate(about=_about(), last_text=_last_words())
    return found.order_by("-last_message_at", "-pk")[:SHOWN]


def _about() -> Subquery:
    return Subquery(Intent.objects.filter(slug=OuterRef("intent")).values("name")[:1])


def _last_words() -> Subquery:
    theirs = Message.objects.filter(conversation=OuterRef("pk"), role=Message.Role.CUSTOMER)
    return Subquery(theirs.order_by("-position").values("text")[:1])


def _said(asked: str) -> QuerySet:
    """Conversations in which all the words stand in one turn; the expression is the index's own."""
    said = Message.objects.annotate(words=SearchVector("text", config="simple"))
    query = SearchQuery(asked, config="simple", search_type="websearch")
    return said.filter(words=query).order_by().values("conversation").distinct()[:500]
