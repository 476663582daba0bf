"""The weeks before the demo begins, so that waits, numbers and ratings have something to stand on.

Nothing is written around the product: the bot calls its API and agents use the operations their clicks use, while the
clock is turned back. The same seed makes the same past, give or take the day.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import cycle
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from apps.conversations.models import ConversationEvent
from apps.handoffs.models import Handoff

from . import api, content, errands
from .bygone import Bygone, Office
from .clock import Clock, moment
from .scenarios import Telling

SEED = 20
TIERS = ("Standard", "Standard", "Plus", "Gold")


def told() -> dict[str, Any]:
    texts = [(content.FOLDER / name).read_text() for name in ("past.toml", "errands.toml")]
    return tomllib.loads(texts[0]) | tomllib.loads(texts[1])


def make(key: str, chats: int | None = None) -> None:
    """Play all of it, or nothing; `key` is the demo bot's. Nothing, too, where people have helped already.

    `chats`: so many whole stories, and nothing else.
    """
    if Handoff.objects.exists():
        return
    now, clock = timezone.now(), Clock(timezone.now())
    with transaction.atomic(), clock, api.within(key) as client:
        about = told() | ({"chats": chats} if chats else {})
        office = Office(client, clock, Random(SEED), about)
        for begun, telling in tellings(office.told, office.chance, now):
            clock.at = begun
            Bygone(telling, office).play()
        if chats is None:
            errands.run(office, now, _passers_by(office))
        # What a worker would have done because of them has been done, at its time.
        ConversationEvent.objects.filter(reacted_at=None).update(reacted_at=F("at"))


def tellings(told: dict[str, Any], chance: Random, now: datetime) -> Iterator[tuple[datetime, Telling]]:
    """When each began and whose it was, in order. Every story comes before a new round begins."""
    people = {language: chance.sample(names, len(names)) for language, names in told["people"].items()}
    deck: list[str] = []
    for number, begun in enumerate(_moments(told, chance, now)):
        if not deck:
            deck = sorted(content.scenarios())
            chance.shuffle(deck)
        scenario = content.scenarios()[deck.pop()]
        name = people[scenario.language].pop(0)
        people[scenario.language].append(name)  # who has been here longest ago may be here again
        about = scenario.tell(number, begun.date())
        yield begun, replace(about, who=_somebody(name, about.facts, chance))


def _moments(told: dict[str, Any], chance: Random, now: datetime) -> list[datetime]:
    found = []
    for number in range(told["chats"]):
        is_recent = number < told["chats"] * told["this_week"]
        found.append(moment(chance, now, 1, 6) if is_recent else moment(chance, now, 7, 7 * told["weeks"]))
    return sorted(found)


def _passers_by(office: Office) -> Iterator[dict[str, Any]]:
    """Others than those of the stories, as long as there are."""
    for name in cycle(sorted(office.told["people"]["en"], reverse=True)):
        yield _somebody(name, {}, office.chance)


def _somebody(name: str, facts: dict[str, str], chance: Random) -> dict[str, Any]:
    """A customer of the past: the story's facts with another name and, where there is one, another order."""
    mailbox = slugify(name).replace("-", ".")
    who = {"name": name, "reference": f"cus-p-{slugify(name)}", "email": f"{mailbox}@example.com"}
    who |= {
        "tier": chance.choice(TIERS),
        "since": f"{chance.randint(2019, 2025)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
    }
    return who | {"facts": {"order_number": str(chance.randint(41000, 66999))} if "order_number" in facts else {}}
