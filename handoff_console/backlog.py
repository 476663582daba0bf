"""What waits, for Prometheus: asked of the database at each scrape, so any one web process tells of all."""

import logging
from collections.abc import Iterator

from django.db import DatabaseError
from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client import REGISTRY
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from apps.conversations.models import ConversationEvent
from apps.core.models import Delivery
from apps.handoffs.models import Handoff, State

logger = logging.getLogger(__name__)


class Backlog(Collector):
    def describe(self) -> list[Metric]:
        """Nothing ahead of time: registering must not ask the database."""
        return []

    def collect(self) -> list[Metric]:
        """Nothing while the database is away: the process's own figures are wanted then above all."""
        try:
            return [*_handoffs(), _deliveries(), _events()]
        except DatabaseError:
            logger.warning("backlog not told: the database does not answer")
            return []


def _handoffs() -> Iterator[Metric]:
    now = timezone.now()
    waiting = GaugeMetricFamily("console_handoffs_waiting", "Handoffs in a queue", labels=["team"])
    oldest = GaugeMetricFamily("console_handoffs_oldest_seconds", "The longest wait in a queue", labels=["team"])
    queues = Handoff.objects.filter(state=State.WAITING).order_by().values("team__slug")
    for row in queues.annotate(n=Count("*"), first=Min("queued_at")):
        waiting.add_metric([row["team__slug"]], row["n"])
        oldest.add_metric([row["team__slug"]], (now - row["first"]).total_seconds())
    yield from (waiting, oldest)


def _deliveries() -> Metric:
    told = GaugeMetricFamily("console_deliveries", "Deliveries to bots not settled", labels=["state"])
    # Not one list of states: each half has an index of its own, and what was sent is millions of rows.
    unsettled = Delivery.objects.filter(Q(state__in=Delivery.OPEN) | Q(state=Delivery.State.DEAD)).order_by()
    for state, count in unsettled.values_list("state").annotate(n=Count("*")):
        told.add_metric([state], count)
    return told


def _events() -> Metric:
    unreacted = ConversationEvent.objects.filter(reacted_at__isnull=True).count()
    return GaugeMetricFamily("console_events_unreacted", "Events whose reactions have not run", unreacted)


def register() -> None:
    REGISTRY.register(Backlog())
