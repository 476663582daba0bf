"""What the demo bot says when people hand a conversation back: hello, and then on with what is still open."""

import re
from typing import Any

from . import phrases, wick
from .scenarios import Telling

LONGEST = 160  # characters of a note that are repeated to the customer
BY_CUSTOMER, BY_AGENT, NO_MATTER = (
    re.compile(phrases.PHRASES[name], re.IGNORECASE) for name in ("by_customer", "by_agent", "no_matter")
)


def of_telling(telling: Telling, agent: str, brief: dict[str, Any]) -> list[dict[str, Any]]:
    about = {"language": telling.scenario.language, "first_name": telling.facts["first_name"]}
    return turns(brief, agent=agent, intent=telling.scenario.told["intent"], **about)


def turns(brief: dict[str, Any], *, language: str, first_name: str, agent: str, intent: str) -> list[dict[str, Any]]:
    """One or two, to be sent after the acceptance. `intent`: what the conversation is about, where that is known."""
    name = agent.split()[0] if agent else phrases.say("somebody", language)
    hello = {"who": "bot", "text": _hello(brief, language, first_name, name), "confidence": 0.95}
    ends = (_end(what, language, name, intent) for what in brief.get("open", []))
    return [hello, *[end for end in ends if end][:1]]


def _hello(brief: dict[str, Any], language: str, first_name: str, name: str) -> str:
    """Honest: it is the bot, who passed it on, and what that person promised."""
    promise = next((text for text in brief.get("promised", []) if 0 < len(text) <= LONGEST), "")
    promised = phrases.say("promised", language, promise=f"“{promise.rstrip('.')}”") if promise else ""
    return phrases.say("back", language, first_name=first_name, agent=name, promised=promised)


def _end(what: str, language: str, agent: str, intent: str) -> dict[str, Any] | None:
    """What it says to one thing that is open; None where there is nothing to come back to."""
    if asked := BY_CUSTOMER.match(what):
        return None if NO_MATTER.match(asked[1]) else _answer(asked[1], language, intent)
    if asked := BY_AGENT.match(what):
        return _turn("was_asked", language, 0.9, agent=agent, question=asked[1])
    return _turn("noted", language, 0.7, note=what) if 0 < len(what) <= LONGEST else None


def _answer(question: str, language: str, intent: str) -> dict[str, Any]:
    if found := wick.look_up(question, language=language, guess=intent):
        article, words = found
        return _turn("asked", language, 0.8, question=question, answer=words) | {"citations": [article]}
    return _turn("asked_in_vain", language, wick.UNSURE, question=question) | {"offers_person": True}


def _turn(phrase: str, language: str, confidence: float, **blanks: str) -> dict[str, Any]:
    return {"who": "bot", "text": phrases.say(phrase, language, **blanks), "confidence": confidence}
