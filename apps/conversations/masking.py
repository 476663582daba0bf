"""Card numbers do not come in. Everything that enters by a door passes here first."""

import re

# 13 to 19 digits, alone or in groups, as ISO/IEC 7812 numbers are written.
_CANDIDATE = re.compile(r"(?<![\w.])\d(?:[ -]?\d){12,18}(?!\w)")


def mask_cards(text: str) -> str:
    """Replace payment card numbers (13 to 19 digits that pass the Luhn check) by dots and the last four."""
    return _CANDIDATE.sub(_mask, text)


def mask(value):
    """The same for every string in a JSON-like value, keys left alone."""
    if isinstance(value, str):
        return mask_cards(value)
    if isinstance(value, list):
        return [mask(item) for item in value]
    if isinstance(value, dict):
        return {key: mask(item) for key, item in value.items()}
    return value


def _mask(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match[0])
    return f"•••• {digits[-4:]}" if _passes_luhn(digits) else match[0]


def _passes_luhn(digits: str) -> bool:
    """The check digit formula of ISO/IEC 7812-1, annex B."""
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0
