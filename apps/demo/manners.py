"""What any customer says to what no story foresees: an insult, another language, a wrong sum, something off the point.

Patterns and shared words, no understanding: where in doubt, nothing is noticed and the story goes on.
"""

import re
import tomllib

from .acts import Acts
from .content import FOLDER
from .scenarios import Telling

MANNERS = tomllib.loads((FOLDER / "manners.toml").read_text())
SMALL = {language: frozenset(words.split()) for language, words in MANNERS["small_words"].items()}
INSULT, NO_INSULT = (re.compile("|".join(MANNERS[name]), re.IGNORECASE) for name in ("insults", "not_insults"))
MONEY = re.compile(r"(?:€|\$|£)\s?\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)?\s?(?:€|euros?\b)", re.IGNORECASE)
FORESEEN = {"refund"}  # acts that name a sum to be paid to this customer
SHORT = 4  # words; of fewer nobody can say that they are off the point


def at_once(text: str, acts: Acts, telling: Telling) -> tuple[str, dict[str, str]] | None:
    """What comes before the story, and the blanks of the answer; None when there is nothing to object to."""
    if INSULT.search(text) and not NO_INSULT.search(text):
        return "insult", {}
    if is_foreign(text, telling.scenario.language):
        return "foreign", {}
    named = MONEY.search(text)
    if named and acts & FORESEEN and (theirs := _sums(telling)) and _number(named[0]) not in map(_number, theirs):
        return "amount", {"named": named[0], "amount": telling.facts.get("amount", theirs[0])}
    return None


def otherwise(text: str, acts: Acts, telling: Telling) -> str | None:
    """When the story has no answer: whether they were asked something, or told something strange."""
    if "asks_any" in acts:
        return None if acts & {"closing", "open_question"} else "unknown"
    return "strange" if _is_strange(text, acts, telling) else None


def answer(what: str, times: int, language: str, **blanks: str) -> str:
    """The line for the first time, the second time; empty after that."""
    lines = MANNERS[language][what]
    return lines[times].format(**blanks) if times < len(lines) else ""


def is_foreign(text: str, language: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text.casefold())
    found = {name: sum(word in small for word in words) for name, small in SMALL.items()}
    own = found.pop(language, 0)
    return max(found.values()) >= 3 and max(found.values()) > 2 * own


def _is_strange(text: str, acts: Acts, telling: Telling) -> bool:
    """Nothing recognised, and not a word of it in their whole story."""
    words = _words(text)
    return not acts - {"explain", "price"} and len(words) >= SHORT and not words & _story(telling)


def _story(telling: Telling) -> frozenset[str]:
    told = telling.scenario.told
    return _words(repr((telling.facts, telling.turns, telling.handoff, told["intent"], told.get("reactions"))))


def _words(text: str) -> frozenset[str]:
    small = frozenset().union(*SMALL.values())
    return frozenset(word[:5] for word in re.findall(r"[^\W\d_]{3,}", text.casefold()) if word not in small)


def _sums(telling: Telling) -> list[str]:
    """Every sum that has been named in their matter."""
    return MONEY.findall(repr((telling.facts, telling.turns, telling.handoff)))


def _number(money: str) -> float:
    return float(re.sub(r"[^\d.,]", "", money).replace(",", ".").strip("."))
