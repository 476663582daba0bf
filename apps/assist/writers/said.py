"""What somebody said, as writers take it: in sentences, in quotation marks, as thanks."""

import re

from ..vocabulary import MONTHS, THANKS

QUOTED = 22  # words


def says_thanks(text: str) -> bool:
    """And nothing else: "thanks, but when?" is a question."""
    return "?" not in text and bool(re.search(THANKS, text, re.IGNORECASE))


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
