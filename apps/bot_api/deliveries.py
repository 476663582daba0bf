"""What was pushed to a bot, what came of it, and pushing it again."""

from typing import Literal

from django.db import transaction
from django.db.models import QuerySet

from apps.conversations.models import Bot
from apps.core import live, outbox
from apps.core.models import Delivery
from apps.people.models import Agent
from apps.people.operations import audit

from . import queries
from .envelope import event_id
from .problems import Problem, not_found

State = Literal["due", "sending", "sent", "dead", "dropped"]
PAGE = 50


def deliveries_of(bot: Bot) -> QuerySet[Delivery]:
    """Newest first."""
    return Delivery.objects.filter(destination=f"bot:{bot.pk}").order_by("-id")


def delivery_of(bot: Bot, pk: int) -> Delivery:
    """Raises Problem 404, the same for missing and not-yours."""
    found = deliveries_of(bot).filter(pk=pk).first()
    if found is None:
        raise not_found("delivery")
    return found


def page_of(bot: Bot, *, state: str | None = None, before: int | None = None) -> dict:
    rows = deliveries_of(bot)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(pk__lt=before) if before else rows
    page = list(rows[: PAGE + 1])
    return {
        "deliveries": [line(delivery) for delivery in page[:PAGE]],
        "next": page[PAGE - 1].pk if len(page) > PAGE else None,
    }


def line(delivery: Delivery) -> dict:
    is_open = delivery.state in Delivery.OPEN
    return {
        "id": delivery.pk,
        "event": event_id(delivery.subject),
        "type": delivery.topic,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "created_at": delivery.created_at,
        "settled_at": delivery.settled_at,
        "due_at": delivery.due_at if is_open else None,
    }


def detail(delivery: Delivery) -> dict:
    return {**line(delivery), "history": delivery.history}


def replay(bot: Bot, delivery: Delivery, *, by: Agent | None = None) -> Delivery:
    """Send it once more, under the same webhook-id. Raises Problem: 409 while it is on its way, 410 when erased."""
    if queries.event_of(delivery) is None:
        raise Problem(410, "erased", "The conversation was erased; there is nothing left to send.")
    with transaction.atomic():
        if not outbox.replay(delivery):
            raise Problem(409, "on_its_way", "This delivery has not been settled yet.")
        audit(by, "replayed", delivery, bot=bot.slug)
    live.kick("bot_api.deliver")
    delivery.refresh_from_db()
    return delivery
