"""Card numbers do not come in. Everything that enters by a door passes here first."""

import re
from collections.abc import Iterator, Sequence

# Digits in groups, with at most two separators between two of them. Letters of other scripts may touch them
# ("卡号4111"), Latin ones not: they make it a code.
_RUN = re.compile(r"(?<![A-Za-z0-9_])(?<!\d,)\d+(?:[\s.\-‐‑–—/]{1,2}\d+)*(?![A-Za-z0-9_])")
_DIGITS = re.compile(r"\d+")
_ENOUGH = re.compile(r"(?:\d[\s.\-‐‑–—/]{0,2}){13}")  # found quickly; most texts with numbers have no run so long
# How cards are written in groups: Visa and Mastercard, with 19 digits, by two halves, American Express, Diners.
_WRITTEN = [(4, 4, 4, 4), (4, 4, 4, 4, 3), (8, 8), (4, 6, 5), (4, 6, 4)]
_WHOLE = re.compile(r"\d+(?:([ \u00a0-])\d+(?:\1\d+)*)?")  # any groups, when nothing else stands beside them
LENGTHS = range(13, 20)  # see _ENOUGH


def mask_cards(text: str) -> str:
    """Replace payment card numbers by dots and the last four.

    A card number is 13 to 19 digits that begin as cards do and pass the Luhn check (ISO/IEC 7812-1). What often stands
    beside it, an expiry date or an order number, is left as it was.
    """
    return _RUN.sub(_mask_run, text) if _ENOUGH.search(text) else text


def mask(value):
    """The same for everything in a JSON-like value: strings, numbers, and the names of fields."""
    if isinstance(value, str):
        return mask_cards(value)
    if isinstance(value, list):
        return [mask(item) for item in value]
    if isinstance(value, dict):
        return {mask(key): mask(item) for key, item in value.items()}
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 10**12 and value == int(value):
        return _dots(str(int(value))) if _is_card(str(int(value))) else value
    return value


def _mask_run(match: re.Match[str]) -> str:
    run = match[0]
    if _WHOLE.fullmatch(run) and _is_card(digits := "".join(_DIGITS.findall(run))):
        return _dots(digits)
    masked, end = "", 0
    for first, last in _cards([group.span() for group in _DIGITS.finditer(run)], run):
        masked += run[end:first] + _dots(run[first:last])
        end = last
    return masked + run[end:]


def _cards(groups: Sequence[tuple[int, int]], run: str) -> Iterator[tuple[int, int]]:
    """Where in the run the cards are, none overlapping another."""
    at = 0
    while at < len(groups):
        for count in (5, 4, 3, 2, 1):
            these = groups[at : at + count]
            first, last = these[0][0], these[-1][1]
            shape = tuple(end - begin for begin, end in these)
            is_written_so = shape in _WRITTEN or (count == 1 and run[first - 1 : first] != ".")  # a fraction is none
            if is_written_so and _is_card("".join(_DIGITS.findall(run[first:last]))):
                yield first, last
                at += count - 1
                break
        at += 1


def _dots(written: str) -> str:
    return f"•••• {written[-4:]}"


def _is_card(digits: str) -> bool:
    return len(digits) in LENGTHS and int(digits[0]) in range(2, 7) and _passes_luhn(digits)


def _passes_luhn(digits: str) -> bool:
    """The check digit formula of ISO/IEC 7812-1, annex B."""
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0
