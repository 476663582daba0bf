"""Reads for the bots' pages."""

from django.db.models import Count, Max, Q, QuerySet
from django.utils.dateparse import parse_datetime

from apps.conversations import events
from apps.conversations.models import Bot, ConversationEvent
from apps.core.models import Delivery

from . import envelope
from .models import Endpoint, Reader

IS_TOLD = Q(conversation__erased_at=None) | Q(kind__in=events.WORDLESS)  # of an event: something is left of it to tell


def bots_with_their_state() -> QuerySet[Bot]:
    """With `active_keys` and `last_used_at`."""
    active = Count("keys", filter=Q(keys__revoked_at__isnull=True), distinct=True)
    return Bot.objects.select_related("endpoint").annotate(active_keys=active, last_used_at=Max("keys__last_used_at"))


def endpoint_of(bot: Bot) -> Endpoint | None:
    return Endpoint.objects.filter(bot=bot).first()


def reader_of(bot: Bot) -> tuple[int, int]:
    """How far the bot has read by pulling: transaction and event."""
    return Reader.objects.filter(bot=bot).values_list("xact", "event").first() or (0, 0)


def delivery_counts(bot: Bot) -> dict[str, int]:
    """How many deliveries stand in each state."""
    counted = Delivery.objects.filter(destination=f"bot:{bot.pk}").values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in counted}


def event_of(delivery: Delivery) -> ConversationEvent | None:
    """What the delivery tells, with what an envelope needs. None when that was erased."""
    return ConversationEvent.objects.select_related(*envelope.RELATED).filter(IS_TOLD, pk=delivery.subject).first()


def attempts_of(delivery: Delivery) -> list[dict]:
    """Its attempts, latest first, times as times."""
    return [{**attempt, "at": parse_datetime(attempt["at"])} for attempt in reversed(delivery.history)]
