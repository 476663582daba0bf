"""How much of what an agent needs came with a handoff, and what did not.

The score is the weight of the parts that are there, in percent of all. Weights say what saves an agent most time.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Told = Mapping[str, Any]  # the handoff's payload, and with it whatever is known from before


class Score(NamedTuple):
    percent: int
    missing: list[str]


class Part(NamedTuple):
    weight: int
    is_there: Callable[[Told], Any]


def _customer(name: str) -> Callable[[Told], Any]:
    return lambda told: (told.get("customer") or {}).get(name)


def _top(name: str) -> Callable[[Told], Any]:
    return lambda told: told.get(name)


def _identity(told: Told) -> Any:
    customer = told.get("customer") or {}
    return customer.get("name") or customer.get("email") or customer.get("phone")


def _reason(told: Told) -> Any:
    return told.get("reason", "other") != "other" or told.get("reason_text")


PARTS: dict[str, Part] = {
    "transcript": Part(15, _top("transcript")),
    "summary": Part(12, _top("summary")),
    "reason": Part(8, _reason),
    "evidence": Part(4, _top("evidence")),
    "intent": Part(6, _top("intent")),
    "sub_intent": Part(3, _top("sub_intent")),
    "confidence": Part(3, lambda told: told.get("confidence") is not None),
    "facts": Part(8, _top("facts")),
    "attempts": Part(7, _top("attempts")),
    "citations": Part(6, _top("citations")),
    "draft": Part(5, _top("draft")),
    "next_action": Part(4, _top("next_action")),
    "customer.identity": Part(5, _identity),
    "customer.tier": Part(2, _customer("tier")),
    "customer.verification": Part(3, _customer("verification")),
    "customer.account": Part(3, _customer("account")),
    "customer.history": Part(1, _customer("history")),
    "sentiment": Part(2, _top("sentiment")),
    "language": Part(1, _top("language")),
    "page": Part(2, _top("page")),
}


def score(told: Told) -> Score:
    """0 to 100, and the names of what is missing, heaviest first."""
    missing = sorted((name for name in PARTS if not PARTS[name].is_there(told)), key=lambda name: -PARTS[name].weight)
    whole = sum(part.weight for part in PARTS.values())
    return Score(round(100 * (whole - sum(PARTS[name].weight for name in missing)) / whole), missing)
