"""Alice's chat with one of everything that can stand on a page, told in the bracketed language."""

from collections.abc import Callable
from functools import cache

import pytest
from django.db.models import Model

from apps.conversations.models import Bot, Conversation, Customer, Intent, Message
from apps.people.models import Agent, Team
from apps.policy.models import Policy, Rule

from . import pseudo, reading, story

# What people and bots have written: their own words, in no catalogue. Whatever the product writes is not among them.
OWN_WORDS: dict[type[Model], tuple[str, ...]] = {
    Agent: ("name", "email"),
    Team: ("name", "description"),
    Bot: ("name", "slug"),
    Customer: ("name", "email", "reference", "tier", "verified_how"),
    Conversation: ("reference", "page"),
    Message: ("text",),
    Intent: ("name",),
    Policy: ("name", "note"),
    Rule: ("name",),
}


@pytest.fixture(autouse=True)
def _bracketed(settings, monkeypatch):
    pseudo.speak(settings, monkeypatch)


@pytest.fixture
def keys(conversation, alice, bob, sam, ada, billing, technical) -> dict[str, object]:
    """Of the rows behind every address, once the story is told."""
    return story.tell(conversation, alice, billing)


@pytest.fixture
def unworded() -> Callable[[str], list[str]]:
    """What on a page went past gettext and is nobody's own word. The story is told before it is first asked."""

    @cache
    def reader() -> reading.Reader:
        own = [word for model, names in OWN_WORDS.items() for row in model.objects.values_list(*names) for word in row]
        own += [name for agent in Agent.objects.all() for name in (agent.get_short_name(), agent.initials)]
        return reading.Reader([*own, *story.WORDS])

    return lambda html: reader().unworded(html)
