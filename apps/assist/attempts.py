"""What the bot tried and how it went: as it said itself, else as its actions, their results and its refusals show."""

import json
import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .grounding import bearing
from .material import Material, Turn
from .vocabulary import ASKS_FOR_PERSON, REFUSAL

MOST = 6
_FAILED = re.compile(
    r"\berror\b|\bfail|not found|unavailable|not available|conflict|denied|declined|too small|invalid|no longer|"
    r"\bcannot\b|could not|timed? ?out|rejected|fehlgeschlagen|nicht gefunden|unable",
    re.IGNORECASE,
)
_HANDING_OVER = re.compile(r"transfer|handoff|hand_over|escalat", re.IGNORECASE)
_DEEDS = {  # by the verb that an action's name begins with; the rest of the name is the bot's own
    "get": gettext_lazy("Looked up %(what)s"),
    "find": gettext_lazy("Looked for %(what)s"),
    "search": gettext_lazy("Searched %(what)s"),
    "list": gettext_lazy("Listed %(what)s"),
    "query": gettext_lazy("Checked %(what)s"),
    "check": gettext_lazy("Checked %(what)s"),
    "update": gettext_lazy("Changed %(what)s"),
    "modify": gettext_lazy("Changed %(what)s"),
    "cancel": gettext_lazy("Cancelled %(what)s"),
    "book": gettext_lazy("Booked %(what)s"),
    "create": gettext_lazy("Made %(what)s"),
    "send": gettext_lazy("Sent %(what)s"),
    "calculate": gettext_lazy("Calculated %(what)s"),
    "refund": gettext_lazy("Refunded %(what)s"),
    "verify": gettext_lazy("Verified %(what)s"),
    "reset": gettext_lazy("Reset %(what)s"),
}


def collect(material: Material) -> list[dict[str, Any]]:
    """`[{what, outcome, why, turn}]` in order; the outcome is succeeded, failed or unknown."""
    found: list[dict[str, Any]] = []
    for attempt in material.told.get("attempts") or ():
        if isinstance(attempt, dict) and attempt.get("what"):
            _add(found, _attempt(attempt, _turn_of(attempt, material)))
    for turn in material.turns:
        said = turn.facts.get("attempt")
        if isinstance(said, dict) and said.get("what"):
            _add(found, _attempt(said, turn.position))
    for attempt in [*_actions(material), *_refusals(material, {one["turn"] for one in found})]:
        _add(found, attempt)
    found.sort(key=lambda attempt: attempt["turn"] or 0)
    while len(found) > MOST:
        found.remove(next((one for one in found if one["outcome"] == "succeeded"), found[0]))
    return found


def refusal_in(text: str) -> str:
    """The sentence in which a bot says no, or ""."""
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        if re.search(REFUSAL, sentence, re.IGNORECASE) and not sentence.rstrip().endswith("?"):
            return re.sub(r"[*_`]{1,2}", "", sentence).strip()
    return ""


def is_refusal(attempt: dict[str, Any], material: Material) -> bool:
    """It is no action, but an answer in which the bot said no."""
    turn = material.turn(attempt["turn"])
    return turn is not None and attempt["what"] == _asked_before(material, turn)


def _attempt(said: dict, turn: int | None) -> dict[str, Any]:
    outcome = str(said.get("outcome") or "failed")  # what is the default at the bot's door is not kept
    return {"what": str(said["what"]), "outcome": outcome, "why": str(said.get("why") or ""), "turn": turn}


def _add(found: list[dict], new: dict) -> None:
    """The same thing tried again is one attempt, as it went last."""
    same = [one for one in found if one["what"].casefold() == new["what"].casefold()]
    if not same:
        found.append(new)
    elif new["turn"] and new["outcome"] != "unknown":
        same[0].update(outcome=new["outcome"], why=new["why"], turn=same[0]["turn"] or new["turn"])


def _turn_of(attempt: dict, material: Material) -> int | None:
    by_bot = [turn for turn in material.turns if turn.role in ("bot", "action", "result")]
    for turn in by_bot:
        said = turn.facts.get("attempt")
        if isinstance(said, dict) and said.get("what") == attempt["what"]:
            return turn.position
    words = f"{attempt['what']} {attempt.get('why') or ''}"
    return next(iter(bearing(words, by_bot, most=1)), None)


def _actions(material: Material) -> Iterator[dict[str, Any]]:
    turns = material.turns
    for turn, after in zip_longest(turns, turns[1:]):
        if turn.role != "action" or _HANDING_OVER.search(turn.text) or turn.facts.get("attempt"):
            continue
        result = after.text if after and after.role == "result" else ""
        why = _why(result) if result else ""
        outcome = "failed" if why else "succeeded" if result else "unknown"
        yield {"what": _in_words(turn.text), "outcome": outcome, "why": why, "turn": turn.position}


def _in_words(action: str) -> str:
    """`get_reservation_details {"reservation_id": "FQ8APE"}` is "Looked up reservation details (FQ8APE)"."""
    action = " ".join(action.split())
    name, _space, rest = action.partition(" ")
    stated = re.match(r"\w+ \((\w+)\)", rest)
    if name == "query" and (stated or re.fullmatch(r"\w+", rest)):  # query party_plan (Check)
        verb, thing = (stated[1] if stated else "check").casefold(), rest.split(" ")[0]
        return _deed(verb, " ".join(word for word in thing.split("_") if word != verb).lower())
    verb, *things = name.split("_")
    if not things and "{" not in rest:
        return action[:160]
    return (_deed(verb, " ".join(things)) + _about(rest))[:160]


def _deed(verb: str, what: str) -> str:
    text = str(_DEEDS[verb]) % {"what": what} if verb in _DEEDS else f"{verb[:1].upper()}{verb[1:]} {what}"
    return text.strip()


def _about(arguments: str) -> str:
    try:
        values = json.loads(arguments)
    except ValueError:
        return ""
    if not isinstance(values, dict):
        return ""
    ids = [str(value) for value in values.values() if isinstance(value, str | int) and len(str(value)) <= 24]
    return f" ({ids[0]})" if ids else ""


def _why(result: str) -> str:
    """The part of a result that says it failed, "" when none does."""
    result = _error_in(result) or result
    if result.lstrip().startswith(("{", "[")) and not re.match(r'\s*\{\s*"error', result):
        return ""
    for piece in re.split(r"[;\n]|(?<=[.!?])\s", result):
        if _FAILED.search(piece):
            return re.sub(r"^\s*(?:Message|Error)\s*:\s*", "", piece).strip()[:200]
    return ""


def _error_in(result: str) -> str:
    """`{"error": "order not found"}` in its own words."""
    try:
        said = json.loads(result)
    except ValueError:
        return ""
    return f"Error: {said['error']}" if isinstance(said, dict) and isinstance(said.get("error"), str) else ""


def _refusals(material: Material, taken: set) -> Iterator[dict[str, Any]]:
    for turn in material.turns:
        if turn.role != "bot" or turn.position in taken:
            continue
        if why := refusal_in(turn.text):
            yield {"what": _asked_before(material, turn), "outcome": "failed", "why": why[:240], "turn": turn.position}


def _asked_before(material: Material, refused: Turn) -> str:
    asked = [turn for turn in material.said_by_customer if turn.position < refused.position]
    asked = [turn for turn in asked if not re.search(ASKS_FOR_PERSON, turn.text, re.IGNORECASE)] or asked
    words = " ".join(asked[-1].text.split()) if asked else ""
    if not words:
        return _("Answered")
    return _("Answered “%(words)s”") % {"words": words[:90].rsplit(" ", 1)[0] + "…" if len(words) > 90 else words}
