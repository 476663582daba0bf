"""A language whose every message is the English one in brackets: what stands outside them never went through gettext.

No catalogue is written for it. Django asks one object a language for its messages; ours answers for all of them.
"""

from typing import Any

from django.utils.translation import trans_real

LANGUAGE = "eo"  # one that Django knows, so that its middleware takes it for possible
OPEN, CLOSE = "⟦", "⟧"


class Bracketed:
    """What Django asks of a language."""

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message.rpartition(trans_real.CONTEXT_SEPARATOR)[2]}{CLOSE}"

    def ngettext(self, one: str, many: str, number: Any) -> str:
        return self.gettext(one if number == 1 else many)

    def language(self) -> str:
        return LANGUAGE

    def to_language(self) -> str:
        return LANGUAGE


def speak(settings, monkeypatch) -> None:
    """From here on the installation speaks nothing else."""
    settings.LANGUAGES = [(LANGUAGE, "Bracketed")]
    settings.LANGUAGE_CODE = LANGUAGE
    monkeypatch.setitem(trans_real._translations, LANGUAGE, Bracketed())
