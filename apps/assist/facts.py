"""Facts by pattern: what the turns state, each with the turn that states it, and which needed ones nobody stated."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .asking import asked_names
from .fact_patterns import Found, in_answer, in_text
from .grounding import is_grounded
from .material import Material, Turn
from .vocabulary import CORRECTS, LABELS

MOST = 14
_OURS = ("email", "phone")  # said by an agent, they are ours and not the customer's
_BARE = ("amount", "date", "number")  # what a pattern knows to be a value, but not of what


@dataclass
class Fact:
    name: str
    value: str
    turn: int | None = None  # None: the bot or the account says so, no turn does
    by: str = "customer"  # or bot, account

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        label = label_of(self.name, language)
        return {"name": self.name, "label": label, "value": self.value, "turn": self.turn, "by": self.by}


def collect(material: Material) -> list[Fact]:
    """What is known, needed facts first. A customer who corrects themselves is right the second time."""
    facts: list[Fact] = []
    asked: list[str] = []
    for turn in material.turns:
        if turn.role == "customer":
            _take(facts, turn, [*in_text(turn, material.needed), *in_answer(turn, asked, facts)])
            asked = asked if not turn.text.strip() else []
        elif turn.role in ("bot", "agent"):
            asked = asked_names(turn.text, material.needed)
            sure = [found for found in in_text(turn, material.needed) if not found.loose]
            ours = _OURS if turn.role == "agent" else ()
            _take(facts, turn, [found for found in sure if found.name not in ours])
    facts = _without_doubles(_told(material, facts), material.needed)
    names = {fact.name for fact in facts}
    facts += [Fact(name, value, None, "account") for name, value in material.known.items() if name not in names]
    needed = list(material.needed)
    order = {name: number for number, name in enumerate(needed)}
    facts.sort(key=lambda fact: (order.get(fact.name, len(needed)), fact.by == "account", fact.turn or 0))
    return facts[:MOST]


def missing(material: Material, facts: Iterable[Fact], language: str = "en") -> list[dict[str, str]]:
    """The needed ones that nobody has stated."""
    stated = {fact.name for fact in facts}
    return [{"name": name, "label": label_of(name, language)} for name in material.needed if name not in stated]


def label_of(name: str, language: str = "en") -> str:
    words = name.replace("_", " ").strip()
    words = re.sub(r"\bid\b", "ID", words[:1].upper() + words[1:])
    return LABELS.get(language, {}).get(name) or words


def _take(facts: list[Fact], turn: Turn, found: Iterable[Found]) -> None:
    by = "customer" if turn.role == "customer" else "bot"
    for new in found:
        same = [fact for fact in facts if _plain(fact.value) == _plain(new.value)]
        if same:
            # Said again: with a name now where it was a bare value before.
            if same[0].name in _BARE and new.name not in _BARE:
                same[0].name = new.name
            continue
        corrected = [fact for fact in facts if fact.name == new.name and by == "customer"]
        if corrected and re.search(CORRECTS, turn.text, re.IGNORECASE):
            facts.remove(corrected[-1])
        facts.append(Fact(new.name, new.value, turn.position, by))


def _told(material: Material, facts: list[Fact]) -> list[Fact]:
    """The bot's own facts. One that a turn bears is a fact of that turn; another is the bot's word and says so."""
    for told in material.told.get("facts") or ():
        if not isinstance(told, dict) or not told.get("name") or told.get("value") in (None, ""):
            continue
        name, value = re.sub(r"\W+", "_", str(told["name"]).strip().casefold()).strip("_"), str(told["value"])
        named = [fact for fact in facts if fact.name == name]
        turn = next((turn for turn in material.turns if _states(turn, value)), None)
        if any(_plain(fact.value) == _plain(value) for fact in named) or (named and not turn):
            continue  # what a turn says stands above what the bot says
        facts = [fact for fact in facts if _plain(fact.value) != _plain(value)]
        by = "customer" if turn and turn.role == "customer" else "bot"
        facts.append(Fact(name, value, turn.position if turn else None, by))
    return facts


def _without_doubles(facts: list[Fact], needed: Iterable[str]) -> list[Fact]:
    """Without the bare values that are part of a named one: "Monday" beside "Charge dates: Monday, both"."""
    bare = {fact.name for fact in facts} & set(_BARE) - set(needed)
    named = [f" {_plain(fact.value)} " for fact in facts if fact.name not in bare]
    return [
        fact for fact in facts if fact.name not in bare or not any(f" {_plain(fact.value)} " in one for one in named)
    ]


def _states(turn: Turn, value: str) -> bool:
    return _plain(value) in _plain(turn.text) and is_grounded(value, [turn.text])


def _plain(value: str) -> str:
    return re.sub(r"[^\w@.]+", " ", value.casefold()).strip()
