"""How a sent reply differs from the one that was offered."""

import difflib
import re

from .models import DraftUse

Outcome = DraftUse.Outcome


def word_diff(old: str, new: str) -> list[tuple[str, str]]:
    """Runs of words: `("=", kept)`, `("-", taken out)`, `("+", put in)`. The pieces keep their spaces."""
    left, right = re.findall(r"\S+\s*", old), re.findall(r"\S+\s*", new)
    pieces: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for op, i, j, k, m in matcher.get_opcodes():
        if op == "equal":
            pieces.append(("=", "".join(right[k:m])))
            continue
        pieces += [("-", "".join(left[i:j]))] if j > i else []
        pieces += [("+", "".join(right[k:m]))] if m > k else []
    return pieces


def judge(offered: str, sent: str) -> tuple[str, float]:
    left, right = offered.split(), sent.split()
    similarity = difflib.SequenceMatcher(None, left, right, autojunk=False).ratio() if left else 0.0
    if left and left == right:
        return Outcome.AS_IS, 1.0
    if similarity >= 0.8:
        return Outcome.LIGHT_EDIT, similarity
    return (Outcome.REWRITTEN if similarity >= 0.3 else Outcome.OWN_WORDS), similarity
