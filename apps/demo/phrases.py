"""What the demo bot says of its own accord, in the customer's language."""

import tomllib

from .content import FOLDER

PHRASES = tomllib.loads((FOLDER / "phrases.toml").read_text())


def say(what: str, language: str, **blanks: str) -> str:
    return PHRASES.get(language, PHRASES["en"])[what].format(**blanks)
