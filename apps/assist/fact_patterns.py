"""The patterns of `facts.py`: what a value looks like and what stands before it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from .vocabulary import CALLED, MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from .material import Turn


class Found(NamedTuple):
    name: str
    value: str
    loose: bool = False  # likely but not labelled: trusted from a customer only


_ID = r"(?=[\w/-]*\d)[^\W_][\w/-]*[^\W_]"
_NAMED_AS = r"(?:[ -]?(?:number|no\b\.?|nr\b\.?|num\b\.?|id\b|code|ref(?:erence)?\b|nummer|número|#))"
_IDS = ["order", "invoice", "reservation", "tracking", "appointment", "case", "ticket", "account", "customer"]
_IDS += ["policy", "serial", "contract", "user", "flight", "claim", "request", "confirmation", "reference", "member"]
_IDS += ["product"]
_ENDS_IN_ID = {"user", "reservation", "request", "flight", "confirmation", "customer", "member"}

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<![\w•-])(?:\+\d{1,3}[ \d()/-]{7,16}\d|\(\d{3}\) ?\d{3}-\d{4}|\b0\d{2,4}[ /-]\d[\d -]{5,10}\d)(?!\w)"
)
_MONEY = re.compile(
    r"(?:[€$£¥]\s?\d+(?:[.,]\d+)*|\b(?:EUR|USD|GBP|CHF)\s?\d+(?:[.,]\d+)*"
    r"|\b\d+(?:[.,]\d+)*\s?(?:€|£|\$|euros?\b|dollars?\b|pounds?\b|EUR\b|USD\b|GBP\b|CHF\b))",
    re.IGNORECASE,
)
_CARD = re.compile(
    r"(?:••••|\*{2,4}|x{4})[ -]?(\d{4})\b|\b(?:ending|ends|endet|endend|terminad[ao]|acabad[ao])"
    r"(?:\s+(?:in|with|on|auf|mit|en))?\s+(\d{4})\b|\blast (?:four|4)(?: digits)?(?: are| is|:)?\s+(\d{4})\b",
    re.IGNORECASE,
)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True)) + "|may"
_DAYS = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"
    rf"|(?:the )?\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:of |de )?(?:{_MONTH})\b(?:,? \d{{4}})?"
    rf"|(?:{_MONTH})\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?"
    rf"|(?:(?:last|next|this|since|seit|letzten|nächsten|el|am|on)\s)?(?:{_DAYS})s?)\b",
    re.IGNORECASE,
)
_SKIP_BEFORE_DATE = re.compile(r"^(?:since|seit|el|am|on)\s", re.IGNORECASE)
_ERROR = re.compile(
    r"\b(?:error|fehler)(?:\s?code)?\s?(?:is|:|#)?\s?([A-Z]?-?\d{1,4})\b|\b(E-?\d{1,3})\b", re.IGNORECASE
)
_NAME = re.compile(
    r"\b(?i:my (?:full )?name is|my name's|mein name ist|ich heiße|me llamo|mi nombre es)\s+"
    r"([^\W\d_][\w'’-]+(?:\s+[A-ZÄÖÜÁÉÍÓÚÑ][\w'’-]+){0,2})"
)
_UK_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b")
_BARE_CODE = re.compile(r"(?<![\w•€$£@.-])(?=[\w-]*\d)(?=[\w-]*[\w-]{4})[A-Za-z\d][\w-]*[A-Za-z\d](?![\w@]|[.,]\d)")

_USER = re.compile(r"\b[a-z]+(?:_[a-z]+)+_\d{2,}\b")
_TYPED = [
    ("user_id", _USER, False),
    ("email", _EMAIL, False),
    ("card_last4", _CARD, False),
    ("error_code", _ERROR, False),
    ("customer_name", _NAME, False),
    ("phone", _PHONE, True),
    ("amount", _MONEY, True),
    ("postcode", _UK_POSTCODE, True),
]


def in_text(turn: "Turn", needed: Iterable[str]) -> Iterator[Found]:
    """Values that say themselves what they are."""
    text = turn.text
    for key in _IDS:
        for match in _labelled(key).finditer(text):
            yield Found(name_of(key, needed), match["value"])
    for name, pattern, loose in _TYPED:
        for match in pattern.finditer(text):
            yield Found(name, next(filter(None, match.groups()), match[0]).strip(), loose)
    for match in _DATE.finditer(text):
        value = _SKIP_BEFORE_DATE.sub("", match[0]).strip()
        yield Found(_dated(text, match.start(), needed), value, loose=True)
    if any(str(file.get("type", "")).startswith("image") for file in turn.attachments if isinstance(file, dict)):
        yield Found("photo", str(turn.attachments[0].get("name") or "attached"))


def in_answer(turn: "Turn", asked: Sequence[str], known: Iterable) -> Iterator[Found]:
    """Values that only the question before them names: a bare code, or a few words."""
    text = turn.text.strip()
    if not asked or not text or "?" in text:
        return
    held = {fact.value for fact in known}
    codes = [code for code in _BARE_CODE.findall(text) if code not in held and not _is_typed(code, text)]
    for name in asked:
        if _wants_code(name):
            if codes and len(text.split()) <= 12:
                yield Found(name, codes.pop(0))
        elif len(asked) == 1 and name != "date" and len(text.split()) <= 6 and not _declines(text):
            yield Found(name, text.rstrip(".!, "))


def name_of(key: str, needed: Iterable[str] = ()) -> str:
    """The fact's name for an id: the one the intent needs, else the usual one."""
    usual = f"{key}_id" if key in _ENDS_IN_ID else f"{key}_number"
    return next((name for name in needed if name.split("_")[0] == key and _wants_code(name)), usual)


def _labelled(key: str) -> re.Pattern[str]:
    if key not in _compiled:
        between = r"(?:\s?\([^)]{1,12}\))?\*{0,2}\s*(?:is|was|are|ist|lautet|es|:|=|#|number|nr\.?)*\s*\*{0,2}[#:]?\s*"
        _compiled[key] = re.compile(
            rf"\b(?:{CALLED[key]}){_NAMED_AS}?{between}(?P<value>(?!\d{{1,2}}\b){_ID}|(?-i:[A-Z]{{5,8}}))(?!\w|[.,:]\d|\s?(?:€|%|am\b|pm\b))",
            re.IGNORECASE,
        )
    return _compiled[key]


_compiled: dict[str, re.Pattern[str]] = {}


def _wants_code(name: str) -> bool:
    return bool(re.search(r"_(?:number|id|code|no)$|^postcode$|_last4$", name))


def _dated(text: str, start: int, needed: Iterable[str]) -> str:
    """`cancel_date` for the date in a sentence about cancelling; `date` where nothing says which."""
    around = text[max(0, start - 80) : start + 40].casefold()
    for name in needed:
        stem = name.split("_")[0][:6].rstrip("e")
        if re.search(r"_(?:date|dates|day)$", name) and re.search(rf"\b{re.escape(stem)}", around):
            return name
    return "date"


def _is_typed(code: str, text: str) -> bool:
    """A code inside an address, a sum or a date is not a bare one."""
    typed = (_EMAIL, _MONEY, _DATE, _PHONE, _USER)
    return any(code in match[0] for pattern in typed for match in pattern.finditer(text))


def _declines(text: str) -> bool:
    return bool(
        re.match(r"\W*(?:no|yes|ok|sure|i (?:don'?t|do not|can'?t|already)|nein|ja|keine|hi|hello|sí)\b", text, re.I)
    )
