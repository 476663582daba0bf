"""When the next customer comes and who it is: enough waiting chats to choose from, never a flood."""

import random
from collections.abc import Collection
from dataclasses import dataclass, field

from .scenarios import Scenario, Telling

AT_LEAST, AT_MOST = 5, 8  # chats waiting at once
EAGER, CALM = (6, 14), (50, 110)  # seconds between two newcomers, below AT_LEAST and from there on
STAYS = (14 * 60, 22 * 60)  # seconds after which a customer nobody has answered gives up

# What a visitor should meet first: different teams, tones and languages. The rest follows in any order.
OPENING = (
    "duplicate-charge",
    "third-time-e4",
    "fleet-outage",
    "spaetes-paket",
    "leave-plus",
    "fraud-report",
    "person-please",
    "insurance-exception",
)


def pause(waiting: int, coming: int, chance: random.Random) -> float | None:
    """Seconds until the next customer comes; None while there are enough, counting those on their way."""
    expected = waiting + coming
    if expected >= AT_MOST:
        return None
    return chance.uniform(*(EAGER if expected < AT_LEAST else CALM))


@dataclass
class Casting:
    """Deals out the stories: every one before any comes again, no person twice at the same time."""

    scenarios: dict[str, Scenario]
    chance: random.Random
    deck: list[str] = field(default_factory=list)
    rounds: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rest = sorted(set(self.scenarios) - set(OPENING))
        self.chance.shuffle(rest)
        self.deck = [*OPENING, *rest]

    def next(self, busy: Collection[str]) -> Telling | None:
        """The next telling whose customer is not among the references in `busy`; None when all are."""
        for _ in range(len(self.scenarios)):
            slug = self._draw()
            telling = self.scenarios[slug].tell(self.rounds.get(slug, 0))
            self.rounds[slug] = self.rounds.get(slug, 0) + 1
            if telling.customer["reference"] not in busy:
                return telling
        return None

    def _draw(self) -> str:
        if not self.deck:
            self.deck = sorted(self.scenarios)
            self.chance.shuffle(self.deck)
        return self.deck.pop(0)
