"""What the customer came for: the sentence that says most of it."""

import re

from .. import grounding
from ..material import Material, Turn
from ..vocabulary import ASKS_FOR_PERSON, THANKS, WANTS, only_asks_for_person
from .said import QUOTED, sentences


def request_of(material: Material) -> tuple[Turn | None, str]:
    """The sentence that says most of what is wanted, from the turns before it turns into answers."""
    best: tuple[float, Turn | None, str] = (0, None, "")
    for number, turn in enumerate(_before_help(material)[:8]):
        for sentence in sentences(turn.text):
            words = len(sentence.split())
            if words < 2 or re.search(THANKS, sentence, re.IGNORECASE):
                continue
            score = min(words, 14) / 10 + 2 * bool(re.search(WANTS, sentence, re.IGNORECASE)) - number * 0.5
            score += min(2, len(grounding.marks(sentence))) / 2
            score -= 2 * bool(re.search(ASKS_FOR_PERSON, sentence, re.IGNORECASE))
            if score > best[0]:
                best = (score, turn, sentence)
    return best[1], best[2]


def _before_help(material: Material) -> list[Turn]:
    """What the customer said until a person answered: that is why they came. All of it when that says nothing."""
    answered = next((turn.position for turn in material.turns if turn.role == "agent"), material.through + 1)
    said = [turn for turn in material.said_by_customer if not only_asks_for_person(turn.text)]
    return [turn for turn in said if turn.position < answered] or said


_WISH = re.compile(
    r"^(?:(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: there)?[,.! ]+|so[, ]+|yes[, ]+|ok[, ]+)*"
    r"i(?:'d| would| am|'m)?(?: really| also)? (?:want|need|wish|like|hoping|looking|trying)(?: to|(?= help)) "
    r"(?P<what>[^?]+?)[.!]*$",
    re.IGNORECASE,
)
_OURS = {"my": "their", "mine": "theirs", "me": "them", "myself": "themselves", "i": "they", "i'm": "they are"}
_OURS |= {"i've": "they have", "i'll": "they will", "am": "are", "i'd": "they would", "was": "were"}


def indirect(sentence: str) -> str:
    """ "I want to cancel my flight" is "cancel their flight"; "" for what is better quoted."""
    match = _WISH.match(sentence.strip())
    if not match or len(match["what"].split()) > QUOTED:
        return ""
    what = match["what"] if match["what"].startswith("help") else f"to {match['what']}"
    if re.search(r"\b(?:i was|you|your)\b", what, re.IGNORECASE):
        return ""
    return re.sub(
        r"\b(?:i['’](?:m|ve|ll|d)|[A-Za-z]+)\b", lambda m: _OURS.get(m[0].lower().replace("’", "'"), m[0]), what
    )
