"""What an agent's words do: apologise, refund, ask for the order number. English, German, Spanish.

Patterns, not understanding: enough for a simulated customer to answer what was really written.
"""

import re
import tomllib
from pathlib import Path

Acts = frozenset[str]

PATTERNS = tomllib.loads((Path(__file__).parent / "company" / "acts.toml").read_text())
PASSING = frozenset(PATTERNS["in_passing"])


def _compiled(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


DONE = {act: _compiled(patterns) for act, patterns in PATTERNS["acts"].items()}
ASKED = {fact: _compiled(patterns) for fact, patterns in PATTERNS["facts"].items()}
REFUSING, ASKING = _compiled(PATTERNS["refusing"]), _compiled(PATTERNS["asking"])
ENGLISH = re.compile(r"\b(the|you|your|and|is|have|with|will|this|that|can)\b", re.IGNORECASE)
PIECES = re.compile(r"(?<=[.!?…:])\s+|\n+")


def acts_in(text: str, *, language: str = "en") -> Acts:
    """Everything the text does, by the names of acts.toml, plus cannot, asks_any, explain and english."""
    found: set[str] = set()
    for sentence in _sentences(text):
        acts = {act for act, pattern in DONE.items() if pattern.search(sentence)}
        if REFUSING.search(sentence):
            acts = {"cannot"} | (acts & set(PATTERNS["said_anyhow"]))
        found |= acts | ({"asks_any"} if "?" in sentence else set())
    if len(text.split()) >= 12 and "wait" not in found:  # "I'll look into it and write as soon as" explains nothing
        found.add("explain")
    if language != "en" and len(ENGLISH.findall(text)) >= 3:
        found.add("english")
    return frozenset(found)


def facts_asked_in(text: str) -> list[str]:
    """Names of the facts the text asks for, in the order of asking."""
    asked: list[str] = []
    for sentence in _asking(text):
        hits = [(hit.start(), fact) for fact, pattern in ASKED.items() if (hit := pattern.search(sentence))]
        asked += [fact for _, fact in sorted(hits) if fact not in asked]
    return asked


def _asking(text: str) -> list[str]:
    """Sentences that ask. What follows a colon belongs to the question before it."""
    sentences, asking = _sentences(text), []
    for before, sentence in zip(["", *sentences], sentences, strict=False):
        if ASKING.search(sentence) or (before.endswith(":") and ASKING.search(before)):
            asking.append(sentence)
    return asking


def _sentences(text: str) -> list[str]:
    return [piece.strip() for piece in PIECES.split(text) if piece.strip()]
