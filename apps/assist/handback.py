"""The brief for the bot: what the agent did, promised and told, what is open, and what the bot may do.

Taken from the agent's own sentences, so that nothing is handed back that was not said. What is added to them is in the
language of the agent who sends it, and may edit it first.
"""

import re

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from apps.conversations.models import Conversation

from .facts import collect
from .material import Material, Turn, gather
from .names import name_of
from .vocabulary import FRUSTRATION
from .writers.said import quoted, says_thanks, sentences

_PROMISED = re.compile(
    r"\b(?:i'?ll|we'?ll|i will|we will|you'?ll|you will|will (?:be|get|have|call|send|show)|"
    r"within|by (?:tomorrow|tonight|\d)|"
    r"ich werde|wir werden|wird|werden|bekommen sie|innerhalb|"
    r"bis (?:morgen|heute|\d)|le enviaré|recibirá|en un plazo)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:i'?ve|we'?ve|i have|we have|has been|have been|i just|is (?:now )?(?:done|refunded|cancelled|unlocked)|"
    r"is on its way|"
    r"i(?:'m| am) (?:refunding|sending|cancelling|unlocking)|"
    r"ich habe|wir haben|wurde|ist (?:jetzt )?erledigt|he \w+[aio]do)\b",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"^\W*(?:hi|hello|hallo|guten|hola|thank|thanks|danke|gracias|sorry|i'?m sorry|you'?re welcome|gern|de nada|"
    r"i'?ve read|i have read|i'?m here|anything else|have a)\b[^.!?]{0,60}[.!?,]*$",
    re.IGNORECASE,
)


def compose_handback(conversation: Conversation, handoff_opened_at_position: int) -> dict:
    """From the turns after the handoff was opened. Keys: done, promised, told, open, bot_may, bot_must_not, note."""
    material = gather(conversation)
    since = [turn for turn in material.turns if turn.position > handoff_opened_at_position]
    said = [one for turn in since if turn.role == "agent" for one in sentences(turn.text) if not _EMPTY.match(one)]
    said = list(dict.fromkeys(one for one in said if not one.endswith("?")))
    done = [one for one in said if _DONE.search(one)]
    promised = [one for one in said if _PROMISED.search(one) and one not in done]
    return {
        "done": done[:8],
        "promised": promised[:8],
        "told": [one for one in said if one not in done and one not in promised and len(one.split()) > 3][:8],
        "open": _open(since),
        "bot_may": _may(material),
        "bot_must_not": _must_not(material, bool(promised)),
        "note": _note(material, since),
    }


def _open(since: list[Turn]) -> list[str]:
    """Questions after which nobody on the other side has spoken."""
    spoken = [turn for turn in since if turn.role in ("agent", "customer")]
    last = [turn for turn in spoken if turn.role == spoken[-1].role] if spoken else []
    other = max((turn.position for turn in spoken if turn.role != spoken[-1].role), default=0) if spoken else 0
    asked = {"customer": _("Customer asked: “%(what)s”"), "agent": _("Agent asked: “%(what)s”")}
    return [
        asked[turn.role] % {"what": quoted(one, 40)}
        for turn in last
        if turn.position > other
        for one in sentences(turn.text)
        if one.endswith("?") and not re.search(r"\b(?:anything else|sonst noch|algo más)\b", one, re.IGNORECASE)
    ][:5]


def _may(material: Material) -> list[str]:
    steps = material.playbook.steps if material.playbook else []
    told = [str(step.get("do", "")) for step in steps if isinstance(step, dict)]
    routine = [
        capfirst(re.split(r":\s*", one, maxsplit=1)[-1])
        for one in told
        if re.match(r"(?:hand back|an den bot|devolver)", one, re.I)
    ]
    return [*routine, _("Repeat what was done and promised, and answer routine questions from the articles")]


def _must_not(material: Material, promised: bool) -> list[str]:
    known = [name_of(fact.name).lower() for fact in collect(material) if fact.turn][:5]
    again = _("Ask again for: %(facts)s") % {"facts": ", ".join(dict.fromkeys(known))}
    beyond = _("Promise anything beyond what was promised here")
    at_all = _("Promise anything on the agent's behalf")
    kept = [again] if known else []
    return [*kept, beyond if promised else at_all, _("Undo or change what the agent did")]


def _note(material: Material, since: list[Turn]) -> str:
    last = next((turn for turn in reversed(since) if turn.role == "customer"), None)
    if last is None:
        return ""
    if says_thanks(last.text):
        return _("The customer said thanks.")
    if re.search(FRUSTRATION, last.text, re.IGNORECASE):
        return _("The customer is upset: “%(what)s”") % {"what": quoted(last.text, 20)}
    return ""
