"""The language and time zone of whoever reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone, translation

from .models import Agent


@contextmanager
def speaking_to(agent: Agent) -> Iterator[None]:
    """Inside, words are in the agent's language and times in their zone."""
    with translation.override(agent.language), timezone.override(zone_of(agent)):
        yield


def zone_of(agent: Agent) -> ZoneInfo:
    """The agent's zone; UTC for a name this machine's database does not know."""
    try:
        return ZoneInfo(agent.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
