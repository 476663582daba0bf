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
from .request import request_of
from .said import only_thanks, says_thanks, sentences

_BLANK = re.compile(r"\{(\w+)\}")
_GREETING = re.compile(r"\W*(?:hi|hello|hallo|guten|hola|dear)\b", re.IGNORECASE)
SAID = 0.45  # likeness from which a line counts as said by the agent,
HELD = 0.7  # and the share of its words that may as well stand in a longer answer
LEAST = 4  # words of a line that says anything: "Done." without what was done does not
KEPT = 0.6  # share of the words of a bot's draft that must be borne out; less is another message
# Seen in our own systems, asked for by showing, or told in words that no pattern knows.
_NOT_ASKED = {"photo", "customer_name", "amount", "reason", "fault"}


@dataclass
class Reply:
    text: str
    sources: list[int] = field(default_factory=list)


def reply(material: Material, facts: list[Fact], missing: list[dict[str, str]]) -> Reply:
    """What the agent might answer now; never a number that neither the conversation nor a source holds."""
    answers = [turn for turn in material.turns if turn.role == "agent"]
    last = material.said_by_customer[-1].text if material.said_by_customer else ""
    if answers and only_thanks(last):
        return Reply(_unless_said(say(material.language, "welcome"), answers))
    if not answers and (told := _told(material, facts)):
        return told
    return (
        _to_the_question(material, answers)
        or _from_playbook(material, facts, answers)
        or _from_article(material, answers, missing)
        or _holding(material, facts, answers, missing)
    )


def is_said(line: str, answers: list[Turn]) -> bool:
    """Whether the agent has said this already, alone or within a longer answer."""
    words = grounding.content_words(line)
    return any(
        likeness(line, turn.text) >= SAID
        or (len(words) >= LEAST and len(words & grounding.content_words(turn.text)) >= HELD * len(words))
        for turn in answers
    )


def _told(material: Material, facts: list[Fact]) -> Reply | None:
    """The bot's draft without the sentences that nothing bears out."""
    draft = material.told.get("draft")
    if not isinstance(draft, str) or not draft.strip():
        return None
    among = [*_said(material), *(fact.value for fact in facts), *(source["passage"] for source in material.sources)]
    among += [str(step.get("say", "")) + str(step.get("why", "")) for step in _steps(material)]
    kept = " ".join(one for one in sentences(draft) if grounding.is_grounded(one, among))
    is_enough = len(kept.split()) >= KEPT * len(draft.split())
    return Reply(kept, _numbers(material)[:2]) if is_enough else None


def _to_the_question(material: Material, answers: list[Turn]) -> Reply | None:
    """What an article for customers says to the question that is open now, when it clearly does."""
    for question in material.open_questions if answers else ():
        asked = grounding.content_words(question)
        for source in material.sources:
            if source["internal"] or not source["article"]:
                continue
            best = max(sentences(source["passage"]), key=lambda one: _shared(one, asked), default="")
            if _shared(best, asked) >= max(3, 0.5 * len(asked)) and not is_said(best, answers):
                return Reply(best, [source["number"]])
    return None


def _shared(sentence: str, words: set[str]) -> int:
    return len(grounding.content_words(sentence) & words)


def _from_playbook(material: Material, facts: list[Fact], answers: list[Turn]) -> Reply | None:
    """The playbook's line after the last one that the agent has said, in the customer's language only."""
    book = material.playbook
    if book is None or book.language[:2] != material.language:
        return None
    if not _steps(material):
        lines = [fill(book.reply, material, facts, greet=not answers)]
        left = [line for line in lines if not is_said(line, answers)]
    else:
        left = [
            fill(step.get("say") or "", material, facts, greet=not answers)
            for step in steps_left(material, facts, answers)
        ]
    left = [line for line in left if len(line.split()) >= LEAST and not is_said(line, answers)]
    if not left:
        return None
    return Reply(left[0], [one["number"] for one in material.sources if one["article"] == book.pk])


def steps_left(material: Material, facts: list[Fact], answers: list[Turn]) -> list[dict[str, Any]]:
    """The playbook's steps after the last one whose words the agent has said; at the end, the last step."""
    steps = [step for step in _steps(material) if step.get("do")]
    said = [fill(step.get("say") or "", material, facts) for step in steps]
    done = max((number for number, line in enumerate(said) if line and is_said(line, answers)), default=-1)
    return steps[min(done + 1, len(steps) - 1) :]


def _from_article(material: Material, answers: list[Turn], missing: list[dict[str, str]]) -> Reply | None:
    """A sentence of an article that customers may read, quoted as it stands."""
    last = _last(material)
    asked = grounding.content_words(last.text) if last else set()
    is_new = not answers or request_of(material)[0] == last  # else what they want has been answered before
    for source in material.sources:
        readable = source["used"] and not source["internal"] and source["article"]
        if not readable or _shared(source["used"], asked) < (2 if is_new else 3) or is_said(source["used"], answers):
            continue
        quote = say(material.language, "quote", what=source["used"])
        hello = _hello(material, answers)
        quote = quote[:1].lower() + quote[1:] if hello.endswith((",", ":")) else quote
        text = " ".join(filter(None, [hello, quote, _question(material, missing)]))
        return Reply(text, [source["number"]])
    return None


def _holding(material: Material, facts: list[Fact], answers: list[Turn], missing: list[dict[str, str]]) -> Reply:
    """Nothing to say that a source bears out: ask for what is missing, or promise to look."""
    language, question = material.language, _question(material, missing)
    if answers:
        return Reply(question if question and not is_said(question, answers) else _between(material, facts, answers))
    upset = any(re.search(FRUSTRATION, turn.text, re.IGNORECASE) for turn in material.said_by_customer[-2:])
    parts = [_hello(material, answers), say(language, "reading"), say(language, "sorry") if upset else ""]
    wanted = say(language, "what") if request_of(material)[0] is None else ""
    return Reply(" ".join(filter(None, [*parts, wanted or question or say(language, "checking")])))


_HAND_BACK = re.compile(r"(?:hand back|resolve|an den bot|devolver)\b", re.IGNORECASE)


def _between(material: Material, facts: list[Fact], answers: list[Turn]) -> str:
    """After an answer: thanks are taken, a question is looked into, and else it is for the customer to say.

    "" where the playbook still asks for something to be done: that no line of ours can claim.
    """
    last = _last(material)
    if last and says_thanks(last.text):
        return _unless_said(say(material.language, "welcome"), answers)
    left = [step for step in steps_left(material, facts, answers) if not _HAND_BACK.match(step["do"])]
    to_do = [step for step in left if not is_said(fill(step.get("say") or "", material, facts), answers)]
    if to_do and not material.open_questions:
        return ""
    line = say(material.language, "checking" if material.open_questions else "anything")
    return _unless_said(line, answers)


def _unless_said(line: str, answers: list[Turn]) -> str:
    """Twice in one chat is worse than nothing."""
    return "" if is_said(line, answers) else line


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
    question = _question(material, [{"name": name} for name in dict.fromkeys(asked)])
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
    names = [one["name"] for one in missing if one["name"] not in _NOT_ASKED]
    wanted = [called for name in names if (called := _called(name, material.language))][:2]
    joined = f" {say(material.language, 'and')} ".join(wanted)
    return say(material.language, "ask", facts=joined) if wanted else ""


def _called(name: str, language: str) -> str:
    """The fact within a sentence; "" where we know its name only in English, and the customer writes otherwise."""
    label = label_of(name, language)
    if language != "en":
        return label if label != label_of(name) else ""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _last(material: Material) -> Turn | None:
    return material.said_by_customer[-1] if material.said_by_customer else None


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
