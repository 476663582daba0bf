"""What the demo bot says of its own accord, in the customer's language."""

import tomllib
from typing import Any

from .content import FOLDER

PHRASES = tomllib.loads((FOLDER / "phrases.toml").read_text())
LONGEST = 160  # characters of a promise that are repeated


def say(what: str, language: str, **blanks: str) -> str:
    return PHRASES.get(language, PHRASES["en"])[what].format(**blanks)


def greeting(language: str, first_name: str, agent: str, brief: dict[str, Any]) -> str:
    """An honest hello after a handback: it is the bot, who passed it on, and what that person promised."""
    promise = next((text for text in brief.get("promised", []) if 0 < len(text) <= LONGEST), "")
    promised = say("promised", language, promise=f"“{promise.rstrip('.')}”") if promise else ""
    name = agent.split()[0] if agent else say("somebody", language)
    return say("back", language, first_name=first_name, agent=name, promised=promised)
