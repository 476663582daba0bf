"""Nothing is said that was not said: the marks of a claim (numbers, ids, dates, addresses) must stand in its turns.

A mark is what cannot be paraphrased. `€89.00`, `89,00 EUR` and `89` are one mark, so are `Mon` and `Monday`.
"""

import re
from collections.abc import Iterable

from .vocabulary import MONTHS, STOPWORDS, WEEKDAYS

_TOKEN = re.compile(r"[^\W_][\w.,:/@+-]*\d[\w@/+-]*(?:[.,:/]\d[\w@/+-]*)*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\d")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DAY_WORDS = re.compile(r"[^\W\d_]{3,}")


def marks(text: str) -> set[str]:
    """Everything in `text` that must be right to the letter, in one spelling each."""
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|(?<=\d)\s?(?:€|%|eur\b|usd\b|gbp\b)", "", text.casefold())
    found = {_one_spelling(token) for token in _TOKEN.findall(text)}
    for word in _DAY_WORDS.findall(text):
        if day := WEEKDAYS.get(word) or MONTHS.get(word):
            found.add(day)
    return found


def is_grounded(text: str, among: Iterable[str]) -> bool:
    """Whether every mark of `text` stands in one of these texts."""
    left = marks(text)
    for told in among:
        if not left:
            break
        left -= marks(told)
        left = {mark for mark in left if not _inside(mark, told)}
    return not left


def bearing(text: str, turns: Iterable, most: int = 3) -> list[int]:
    """Positions of the turns that bear `text`, in order: those with its marks, then those with most of its words."""
    wanted, words = marks(text), content_words(text)
    scored = []
    for turn in turns:
        held = marks(turn.text)
        shared = len(words & content_words(turn.text))
        score = 3 * len(wanted & held) + shared
        if shared >= 2 or wanted & held:
            scored.append((score, turn.position))
    best = sorted(scored, reverse=True)[:most]
    enough = best[0][0] / 2 if best else 0
    return sorted(position for score, position in best if score >= enough)


def support(text: str, among: Iterable[str]) -> float:
    """The share of the content words of `text` that stand in these texts, 0 to 1; 1 for a text without any."""
    words = content_words(text)
    said: set[str] = set()
    for told in among:
        said |= content_words(told)
    return len(words & said) / len(words) if words else 1.0


def content_words(text: str) -> set[str]:
    """Words that carry meaning, cut to their stem's length."""
    return {word[:5] for word in re.findall(r"[^\W\d_]{3,}", text.casefold()) if word not in STOPWORDS}


def _inside(mark: str, told: str) -> bool:
    """`4021` is grounded in `•••• 4021` and `FQ8APE` in `{"id": "FQ8APE"}`, but `9` is not in `89`."""
    return bool(re.search(rf"(?<![\w.]){re.escape(mark)}(?![\w]|[.,]\d)", told.casefold()))


def _one_spelling(token: str) -> str:
    token = token.strip(".,:/+-")
    if not _NUMBER.fullmatch(token):
        return token
    whole, _, cents = token.replace(",", ".").rpartition(".")
    if len(cents) == 2 and whole:  # a decimal: 1.234,50 or 89.00
        whole = whole.replace(".", "")
        return whole if cents == "00" else f"{whole}.{cents}"
    if len(cents) == 1 and whole:
        return f"{whole.replace('.', '')}.{cents}"
    return token.replace(",", "").replace(".", "") if len(cents) == 3 else token.replace(",", ".")
