"""The draft reply: the bot's own where it is grounded, else the next thing the playbook says, else an honest holding
line. Patterns are filled with facts; a value nobody stated is asked for, or its sentence is left out."""

import re
from dataclasses import dataclass, field
from typing import Any

from .. import grounding
from ..compare import likeness
from ..facts import Fact, label_of
from ..material import Material, Turn
from ..vocabulary import FRUSTRATION
from .phrases import say
from .said import says_thanks, sentences

_BLANK = re.compile(r"\{(\w+)\}")
_GREETING = re.compile(r"\W*(?:hi|hello|hallo|guten|hola|dear)\b", re.IGNORECASE)
SAID = 0.45  # likeness from which a playbook's line counts as said by the agent
_NOT_ASKED = {"photo", "customer_name", "amount"}  # seen in our own systems, or asked for by showing


@dataclass
class Reply:
    text: str
    sources: list[int] = field(default_factory=list)


def reply(material: Material, facts: list[Fact], missing: list[dict[str, str]]) -> Reply:
    """What the agent might answer now; never a number that neither the conversation nor a source holds."""
    answers = [turn for turn in material.turns if turn.role == "agent"]
    last = material.said_by_customer[-1].text if material.said_by_customer else ""
    if answers and says_thanks(last):
        return Reply(say(material.language, "welcome"))
    if not answers and (told := _told(material, facts)):
        return told
    return (
        _from_playbook(material, facts, answers)
        or _from_article(material, answers, missing)
        or _holding(material, answers, missing)
    )


def _told(material: Material, facts: list[Fact]) -> Reply | None:
    """The bot's draft without the sentences that nothing bears out."""
    draft = material.told.get("draft")
    if not isinstance(draft, str) or not draft.strip():
        return None
    among = [*_said(material), *(fact.value for fact in facts), *(source["passage"] for source in material.sources)]
    among += [str(step.get("say", "")) + str(step.get("why", "")) for step in _steps(material)]
    kept = [one for one in sentences(draft) if grounding.is_grounded(one, among)]
    return Reply(" ".join(kept), _numbers(material)[:2]) if kept else None


def _from_playbook(material: Material, facts: list[Fact], answers: list[Turn]) -> Reply | None:
    """The first line of the playbook that the agent has not said yet, in the customer's language only."""
    book = material.playbook
    if book is None or book.language[:2] != material.language:
        return None
    patterns = [step["say"] for step in _steps(material) if step.get("say")] or ([book.reply] if book.reply else [])
    for pattern in patterns:
        text = fill(pattern, material, facts, greet=not answers)
        if text and not any(likeness(text, turn.text) >= SAID for turn in answers):
            return Reply(text, [one["number"] for one in material.sources if one["article"] == book.pk])
    return None


def _from_article(material: Material, answers: list[Turn], missing: list[dict[str, str]]) -> Reply | None:
    """A sentence of an article that customers may read, quoted as it stands."""
    last = material.said_by_customer[-1].text if material.said_by_customer else ""
    for source in material.sources:
        readable = source["used"] and not source["internal"] and source["article"]
        if not readable or len(grounding.content_words(source["used"]) & grounding.content_words(last)) < 2:
            continue
        if any(likeness(source["used"], turn.text) >= SAID for turn in answers):
            continue
        quote = say(material.language, "quote", what=source["used"])
        text = " ".join(filter(None, [_hello(material, answers), quote, _question(material, missing)]))
        return Reply(text, [source["number"]])
    return None


def _holding(material: Material, answers: list[Turn], missing: list[dict[str, str]]) -> Reply:
    language = material.language
    upset = any(re.search(FRUSTRATION, turn.text, re.IGNORECASE) for turn in material.said_by_customer[-2:])
    parts = [_hello(material, answers)]
    if not answers:
        parts += [say(language, "reading"), say(language, "sorry") if upset else ""]
    parts.append(_question(material, missing) or say(language, "checking"))
    return Reply(" ".join(filter(None, parts)))


def fill(pattern: str, material: Material, facts: list[Fact], *, greet: bool = True) -> str:
    """The pattern with its facts. What needs a value that nobody stated is left out, or asked for once."""
    values = {fact.name: fact.value for fact in reversed(facts)}
    values["customer"] = next(iter(material.customer.split()), "") if material.language != "de" else material.customer
    values["agent"] = material.agent
    values = {name: value for name, value in values.items() if value}
    kept, asked = [], []
    for sentence in sentences(pattern):
        if not greet and "{customer}" in sentence and _GREETING.match(sentence):
            continue
        sentence = _without_unknown_clauses(sentence, values)
        unknown = [name for name in _BLANK.findall(sentence) if name not in values]
        asked += [name for name in unknown if name in material.needed and name not in _NOT_ASKED]
        if not unknown:
            kept.append(_BLANK.sub(lambda match: values[match[1]], sentence))
    question = _question(material, [{"name": name, "label": label_of(name)} for name in dict.fromkeys(asked)])
    return " ".join(filter(None, [*kept, question]))


def _without_unknown_clauses(sentence: str, values: dict[str, str]) -> str:
    """`Hi Maya, I'm {agent} from Billing.` is `Hi Maya.` while nobody knows who will say it."""
    for name in _BLANK.findall(sentence):
        if name not in values:
            sentence = re.sub(rf",[^,.!?:;]*\{{{name}\}}[^,.!?:;]*", "", sentence)
    sentence = re.sub(r"^(\W*\w+(?: \w+)? \{customer\}), (?:and|und|y) ", r"\1, ", sentence)
    return re.sub(r"\s*\{customer\}", "", sentence) if "customer" not in values else sentence


def _question(material: Material, missing: list[dict[str, str]]) -> str:
    """A polite question for the first two needed facts that are missing."""
    wanted = [one["label"] for one in missing if one["name"] not in _NOT_ASKED][:2]
    wanted = [label[:1].lower() + label[1:] if label[1:2].islower() else label for label in wanted]
    joined = f" {say(material.language, 'and')} ".join(wanted)
    return say(material.language, "ask", facts=joined) if wanted else ""


def _hello(material: Material, answers: list[Turn]) -> str:
    if answers:
        return ""
    name = next(iter(material.customer.split()), "")
    return say(material.language, "hello", name=name) if name else say(material.language, "hello_nobody")


def _said(material: Material) -> list[str]:
    return [turn.text for turn in material.turns] + [str(turn.facts.get("attempt") or "") for turn in material.turns]


def _steps(material: Material) -> list[dict[str, Any]]:
    steps = material.playbook.steps if material.playbook else []
    return [step for step in steps if isinstance(step, dict)]


def _numbers(material: Material) -> list[int]:
    return [source["number"] for source in material.sources if not source["internal"]]
