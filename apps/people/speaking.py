"""The language and time zone of whoever reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone, translation

from .models import Agent


@contextmanager
def speaking_to(agent: Agent) -> Iterator[None]:
    """Inside, words are in the agent's language and times in their zone."""
    with translation.override(language_of(agent)), timezone.override(zone_of(agent)):
        yield


def language_of(agent: Agent) -> str:
    """The agent's language when there is a catalogue for it, else the installation's."""
    return agent.language if agent.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def zone_of(agent: Agent) -> ZoneInfo:
    """The agent's zone; UTC for a name this machine's database does not know."""
    try:
        return ZoneInfo(agent.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
