"""The language and time zone of whoever reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.utils import timezone, translation

from .models import Agent


@contextmanager
def speaking_to(agent: Agent, browser_zone: str = "") -> Iterator[None]:
    """Inside, words are in the agent's language and times in their zone.

    What is painted without a request knows no `browser_zone`: its times are `data-show`, which the browser words anew.
    """
    with translation.override(language_of(agent)), timezone.override(zone_of(agent, browser_zone)):
        yield


def language_of(agent: Agent) -> str:
    """The agent's language when there is a catalogue for it, else the installation's."""
    return agent.language if agent.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def zone_of(agent: Agent, browser_zone: str) -> ZoneInfo:
    """What the agent has chosen, else the browser's; UTC for a name this machine's database does not know."""
    name = agent.time_zone or browser_zone
    return ZoneInfo(name if name in _known() else "UTC")


@cache
def _known() -> set[str]:
    return available_timezones()
