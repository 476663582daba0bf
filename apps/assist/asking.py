"""Which facts a text asks for, in English and German."""

import re
from collections.abc import Iterable

from .vocabulary import CALLED

# A sentence that asks: it ends so, or opens so.
ASKS = re.compile(
    r"\?|\b(?:could|can|may|would|will) (?:you|i|we)\b|\bplease (?:\w+ ){0,2}(?:send|give|tell|provide|share|"
    r"confirm|state|enter|let)\b|\b(?:send|give|tell|provide) (?:me|us)\b|\bi(?:'ll| will)? (?:also )?need\b|"
    r"\bwhat(?:'s| is| are| was)\b"
    r"|\bwhich\b|\b(?:könnten|können|würden|nennen|teilen|geben|schicken|senden|verraten) sie\b|\bbrauche ich\b"
    r"|\bich (?:brauche|benötige)\b|\bbitte (?:noch )?(?:ihre?n?|die|den|das)\b|"
    r"\bwie (?:lautet|ist|viel)\b|\bwelche\w*\b",
    re.IGNORECASE,
)
# Asking for a new one, or telling where to find one, is not asking again.
_NOT_AGAIN = re.compile(r"\b(?:another|different|new|other|andere\w*|neue\w*|weitere\w*)\s+$", re.IGNORECASE)


def asked_names(text: str, names: Iterable[str]) -> list[str]:
    """Which of these facts, or of the usual ones, a text asks for."""
    asking = " \n ".join(sentence for sentence in _sentences(text) if ASKS.search(sentence))
    if not asking:
        return []
    found = [name for name in dict.fromkeys([*names, *_USUAL]) if _is_asked(name, asking)]
    return [name for name in found if not any(_covers(other, name) for other in found)]


_USUAL = [
    *("order_number", "reservation_id", "user_id", "invoice_number", "tracking_number", "customer_name", "email"),
    *("phone", "postcode", "error_code", "card_last4", "flight_id", "account_number", "date"),
]


def _is_asked(name: str, asking: str) -> bool:
    for match in re.finditer(rf"\b(?:{_called(name)})\b", asking, re.IGNORECASE):
        if not _NOT_AGAIN.search(asking[: match.start()]):
            return True
    return False


def _called(name: str) -> str:
    key, *rest = name.split("_")
    if name in ("card_last4", "card"):
        return r"(?:card|karten?)\w*.{0,20}(?:digits|ending|number|nummer|ziffern|stellen)|last (?:four|4)|letzten vier"
    if name in ("customer_name", "name"):
        return r"(?:your|full|first|last) (?:full )?name|(?:ihren?|ihr) (?:vollen |vollständigen )?namen?|su nombre"
    if rest and rest[-1] in ("number", "id", "code", "no"):
        called = CALLED.get(key, re.escape(key))
        suffix = r"(?:[ -]?(?:number|no\b|nr\b|id\b|code|ref\w*|nummer))"
        return rf"(?:{called}){suffix}|{_compound(called)}|número de (?:{called})|(?:{called})\s*\?"
    if rest and rest[-1] in ("date", "dates", "day"):
        stem = re.escape(key[:5])
        return rf"{stem}\w*\W+(?:\w+\W+){{0,2}}(?:date|day)|(?:when|what day|wann)\b.{{0,40}}\b{stem}\w*"
    if name == "amount":
        return r"(?:which|what|exact|the) amount|how much|(?:welche\w*|genaue\w*|den|der) betrag|wie ?viel"
    return CALLED.get(name) or CALLED.get(key) or re.escape(name.replace("_", " "))


def _compound(called: str) -> str:
    """German says the number in the same word: Bestellnummer."""
    stems = re.findall(r"(\w+)\(\?:[^)]*nummer\)", called)
    return "|".join(f"{stem}nummer" for stem in stems) or "(?!)"


def _covers(other: str, name: str) -> bool:
    return other != name and name == "date" and other.endswith(("_date", "_dates"))


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+|\n+", text)
