"""What somebody said, as writers take it: in sentences, in quotation marks, as thanks."""

import re

from ..vocabulary import MONTHS, THANKS

QUOTED = 22  # words


def says_thanks(text: str) -> bool:
    """Somewhere in it, and nothing is asked: "I'm in. Thank you!!" is thanks, "thanks, but when?" is a question."""
    return "?" not in text and any(re.search(THANKS, one, re.IGNORECASE) for one in sentences(text))


def only_thanks(text: str) -> bool:
    """And says nothing else: "Thank you. I feel so stupid" is not the end of it."""
    rest = [one for one in sentences(text) if not re.search(THANKS, one, re.IGNORECASE) and len(one.split()) > 2]
    return says_thanks(text) and not rest


def quoted(text: str, most: int = QUOTED) -> str:
    """Words as they stand, without the marks that would close the quotation, cut at `most` words."""
    words = re.sub(r"[“”„«»\"]|\*\*", "", text).split()
    return " ".join(word[:60] for word in words[:most]) + ("…" if len(words) > most else "")


_ENDS = re.compile(
    r"(?<=[.!?…])(?<!\b[A-Z]\.)(?<!Dr\.)(?<!No\.)(?<!Nr\.)\s+(?!(?:" + "|".join(MONTHS) + r")\b)|\n+", re.IGNORECASE
)


def sentences(text: str) -> list[str]:
    pieces = _ENDS.split(text)
    return [" ".join(piece.split()) for piece in pieces if piece.strip()]
