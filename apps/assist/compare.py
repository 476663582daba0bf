"""How a sent reply differs from the one that was offered, word by word."""

import difflib
import re
from collections import Counter

from .grounding import marks
from .models import DraftUse
from .vocabulary import NEGATIONS

Outcome = DraftUse.Outcome
LIGHT = 0.8  # likeness from which an edit is light, unless it changes what was promised
REWRITTEN = 0.35  # below it, the words are the agent's own
LONGEST = 3000  # words compared


def word_diff(old: str, new: str) -> list[tuple[str, str]]:
    """Runs of words: `("=", kept)`, `("-", taken out)`, `("+", put in)`. The pieces keep their spaces."""
    left, right = re.findall(r"\S+\s*|\s+", old), re.findall(r"\S+\s*|\s+", new)
    pieces: list[tuple[str, str]] = []
    was, now = [[word.strip() for word in side] for side in (left, right)]
    for op, i, j, k, m in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append(("=", "".join(right[k:m])))
            continue
        pieces += [("-", "".join(left[i:j]))] if j > i else []
        pieces += [("+", "".join(right[k:m]))] if m > k else []
    return pieces


def likeness(left: str, right: str) -> float:
    """0 to 1: the share of words in common and in order, by Ratcliff and Obershelp."""
    return difflib.SequenceMatcher(None, _words(left), _words(right), autojunk=False).ratio()


def judge(offered: str, sent: str) -> tuple[str, float]:
    """What became of the offer, and the likeness. A changed number, date, name or negation is never light."""
    if not offered.strip():
        return Outcome.OWN_WORDS, 0.0
    if offered.split() == sent.split():
        return Outcome.AS_IS, 1.0
    similarity = likeness(offered, sent)
    if similarity >= LIGHT and not changes_meaning(offered, sent):
        return Outcome.LIGHT_EDIT, similarity
    return (Outcome.REWRITTEN if similarity >= REWRITTEN else Outcome.OWN_WORDS), similarity


def changes_meaning(offered: str, sent: str) -> bool:
    """Whether a number, a date, a name or a negation differs."""
    return (
        marks(offered) != marks(sent)
        or _names(offered) != _names(sent)
        or _negations(offered) != _negations(sent)
        or sorted(re.findall(r"\d+", offered)) != sorted(re.findall(r"\d+", sent))
    )


def _words(text: str) -> list[str]:
    return re.sub(r"[^\w'’@€$£%.,:-]|[.,:-]+(?=\s|$)", " ", text.casefold()).split()[:LONGEST]


def _names(text: str) -> set[str]:
    """Words with a capital inside a sentence. German nouns are among them: there, too, one that changes matters."""
    inside = re.findall(r"(?<![.!?:…]\s)(?<![.!?:…]\s\s)(?<!^)(?<=\s)([A-ZÄÖÜÁÉÍÓÚÑ][\w’'-]+)", text)
    greeted = re.findall(r"^\W*(?:Hi|Hello|Dear|Hallo|Hola)\s+(\w+)", text)
    return {re.sub(r"['’].*", "", name) for name in [*inside, *greeted]} - {"I"}


def _negations(text: str) -> Counter[str]:
    words = re.findall(r"[\w'’]+", text.casefold())
    return Counter("no" for word in words if word in NEGATIONS or re.search(r"n['’]t$", word) or word == "cannot")
