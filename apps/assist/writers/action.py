"""The next action: what the bot recommends until an agent has answered, then the playbook's next step.

The words of its own are in the language of the installation: an action is written once, and many may read it.
"""

from typing import Any

from django.utils.translation import gettext as _

from .. import grounding
from ..facts import Fact
from ..material import Material, Turn
from ..names import name_of
from .reply import steps_left
from .request import request_of
from .said import only_thanks


def next_action(material: Material, facts: list[Fact], missing: list[dict[str, str]]) -> dict[str, Any]:
    """`{title, why, source, confidence}`; confidence is None where nobody measured any."""
    answers = [turn for turn in material.turns if turn.role == "agent"]
    last = material.said_by_customer[-1] if material.said_by_customer else None
    if answers and last and only_thanks(last.text):
        return _action(_("Hand back to the bot"), _("The customer has said thanks; what is left is routine."))
    if not answers and (told := _told(material, facts)):
        return told
    return _step(material, facts, answers) or _general(material, missing)


def _told(material: Material, facts: list[Fact]) -> dict[str, Any] | None:
    told = material.told.get("next_action")
    if not isinstance(told, dict):
        return None
    title = str(told.get("title") or told.get("do") or "")
    among = [turn.text for turn in material.turns] + [fact.value for fact in facts]
    among += [source["passage"] for source in material.sources]
    among += [f"{step.get('do')} {step.get('why')}" for step in (material.playbook.steps if material.playbook else [])]
    if not title or not grounding.is_grounded(title, among):
        return None
    source = next(
        (one["number"] for one in material.sources if one["slug"] and one["slug"] == told.get("source")), None
    )
    confidence = told.get("confidence")
    sure = float(confidence) if isinstance(confidence, int | float) and 0 <= confidence <= 1 else None
    return _action(title, str(told.get("why") or ""), source, sure)


def _step(material: Material, facts: list[Fact], answers: list[Turn]) -> dict[str, Any] | None:
    """The first that is left; the last one stays."""
    book, left = material.playbook, steps_left(material, facts, answers)
    if not book or not left:
        return None
    step = left[0]
    source = next((one["number"] for one in material.sources if one["article"] == book.pk), None)
    return _action(step["do"], step.get("why") or "", source, material.confidence)


def _general(material: Material, missing: list[dict[str, str]]) -> dict[str, Any]:
    if request_of(material)[0] is None:
        return _action(_("Ask what the customer needs"), _("They have only asked for a person so far."))
    if missing:
        ask = _("Ask for: %(fact)s") % {"fact": name_of(missing[0]["name"], missing[0]["label"])}
        return _action(ask, _("Needed for this topic, and nobody has stated it."))
    if material.sources:
        source = material.sources[0]
        return _action(_("Answer from “%(title)s”") % source, source["used"], source["number"])
    why = _("No article or playbook matches, and the bot recommends nothing.")
    return _action(_("Ask what the customer needs"), why)


def _action(title: str, why: str, source: int | None = None, confidence: float | None = None) -> dict[str, Any]:
    return {"title": title, "why": why, "source": source, "confidence": confidence}
