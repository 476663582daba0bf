"""The summary: one paragraph under 80 words, each claim with the turns that bear it.

In order of need: who wants what, the facts to act on, what the bot tried, what the agent has said, how the customer
feels and what they say now. The bot's own summary stands for the first three where its turns bear it out.
"""

import re
from typing import Any

from .. import grounding
from ..attempts import is_refusal, refusal_in
from ..facts import Fact
from ..material import Material, Turn
from ..vocabulary import ASKS_FOR_PERSON, FRUSTRATION
from .phrases import say
from .request import indirect, request_of
from .said import quoted, says_thanks, sentences
from .written import WORDS, Claim

ENOUGH_SUPPORT = 0.34  # share of a told sentence's words that must stand in turns


def claims(material: Material, facts: list[Fact], attempts: list[dict[str, Any]]) -> list[Claim]:
    told = _told(material, facts)
    first = sentences(str(material.told.get("summary") or ""))[:1]
    headless = bool(told) and told[0].text[:12] != (first[0][:12] if first else "")
    opening = [*(_wish(material) if headless else []), *told] or [
        *_wish(material),
        *_key_facts(material, facts),
        *_tried(material, attempts),
    ]
    now = _now(material, told=bool(told))
    return _within(opening, now)


_ASIDE = re.compile(r"\s*\([^()]*\)")


def _told(material: Material, facts: list[Fact]) -> list[Claim]:
    """The sentences of the bot's summary that hold: marks and most words stand in turns. The rest is dropped."""
    summary = material.told.get("summary")
    if not isinstance(summary, str):
        return []
    turns = [turn for turn in material.turns if turn.role != "agent"]
    texts = [turn.text for turn in turns]
    texts += [f"{turn.facts['attempt']}" for turn in turns if turn.facts.get("attempt")]
    # A name, and what the bot gave as a fact with a turn, need not be said again to be true.
    also = [material.customer, *(fact.value for fact in facts if fact.turn)]
    kept = []
    for sentence in sentences(summary):
        sentence = _ASIDE.sub(lambda m: m[0] if grounding.is_grounded(m[0], [*texts, *also]) else "", sentence)
        held = grounding.is_grounded(sentence, [*texts, *also])
        if held and grounding.support(sentence, [*texts, *also, material.bot, "bot customer agent"]) >= ENOUGH_SUPPORT:
            kept.append(Claim(sentence, _bearing(sentence, turns) or _first(turns)))
    return kept


def _wish(material: Material) -> list[Claim]:
    who = _who(material)
    turn, sentence = request_of(material)
    if turn is None:
        return [Claim(say(material.language, "not_stated", who=who), [])]
    if material.language == "en" and (wish := indirect(sentence)):
        return [Claim(say("en", "wants", who=who, what=wish), [turn.position])]
    topic = material.intent_name
    name = "about" if topic else "writes"
    text = say(material.language, name, who=who, topic=_lower(topic), what=quoted(sentence))
    return [Claim(text, [turn.position])]


def _key_facts(material: Material, facts: list[Fact]) -> list[Claim]:
    _, sentence = request_of(material)
    seen = grounding.marks(sentence)
    worth = [fact for fact in facts if fact.turn and fact.name not in ("customer_name", "date", "photo")]
    worth = [fact for fact in worth if not grounding.marks(fact.value) <= seen or not grounding.marks(fact.value)]
    worth = sorted(worth, key=lambda fact: (fact.name not in material.needed, fact.by != "customer"))[:4]
    if not worth:
        return []
    listed = ", ".join(f"{_lower(fact.as_dict(material.language)['label'])} {fact.value}" for fact in worth)
    turns = sorted({fact.turn for fact in worth if fact.turn})
    return [Claim(say(material.language, "known", facts=listed), turns)]


def _tried(material: Material, attempts: list[dict[str, Any]]) -> list[Claim]:
    """The last thing that worked and the last that did not."""
    found: list[Claim] = []
    worked = [one for one in attempts if one["outcome"] == "succeeded" and one["turn"]]
    failed = [one for one in attempts if one["outcome"] == "failed" and one["turn"]]
    for attempt in worked[-1:]:
        text = say(material.language, "worked", what=_lower(attempt["what"].rstrip(".")))
        found.append(Claim(text, [attempt["turn"]]))
    for attempt in failed[-1:]:
        found.append(Claim(_failure(material, attempt), [attempt["turn"]]))
    turns = [turn for turn in material.turns if turn.role == "bot"]
    return [claim for claim in found if grounding.is_grounded(claim.text, _texts(material, claim))] or _last_bot_word(
        material, turns
    )


def _failure(material: Material, attempt: dict[str, Any]) -> str:
    if is_refusal(attempt, material):
        return say(material.language, "refused", why=quoted(attempt["why"]))
    what, why = _lower(attempt["what"].rstrip(".")), _lower(attempt["why"].rstrip("."))
    return say(material.language, "failed" if why else "failed_only", what=what, why=quoted(why))


def _last_bot_word(material: Material, turns: list[Turn]) -> list[Claim]:
    for turn in reversed(turns):
        if why := refusal_in(turn.text):
            return [Claim(say(material.language, "refused", why=quoted(why)), [turn.position])]
    return []


def _texts(material: Material, claim: Claim) -> list[str]:
    found = [material.turn(position) for position in claim.turns]
    return [f"{turn.text} {turn.facts.get('attempt') or ''}" for turn in found if turn]


def _now(material: Material, *, told: bool) -> list[Claim]:
    """What has been said since: the agent's answer, then the customer's mood and last word."""
    found: list[Claim] = []
    answers = [turn for turn in material.turns if turn.role == "agent" and turn.text.strip()]
    if answers:
        agent = answers[-1].by or say(material.language, "agent")
        what = quoted(_telling(answers[-1].text), 14)
        found.append(Claim(say(material.language, "replied", agent=agent, what=what), [answers[-1].position]))
    last = material.said_by_customer[-1] if material.said_by_customer else None
    known = told and not answers and (not material.told_through or (last and last.position <= material.told_through))
    if last is None or (known and not re.search(FRUSTRATION, last.text, re.IGNORECASE)):
        return found
    if answers and answers[-1].position > last.position:
        return found
    request, _ = request_of(material)
    if request is not None and request.position == last.position:
        return found
    return [*found, _last_word(material, last)]


def _last_word(material: Material, last: Turn) -> Claim:
    who, language = _short(material), material.language
    if says_thanks(last.text):
        return Claim(say(language, "thanked", who=who), [last.position])
    if re.search(FRUSTRATION, last.text, re.IGNORECASE):
        return Claim(say(language, "frustrated", who=who, what=quoted(last.text, 16)), [last.position])
    if re.search(ASKS_FOR_PERSON, last.text, re.IGNORECASE):
        return Claim(say(language, "wants_person", who=who), [last.position])
    now = _unanswered(material)
    return Claim(say(language, "now", who=who, what=quoted(now.text, 16)), [now.position])


def _unanswered(material: Material) -> Turn:
    """The customer's last turn that says something: behind a question nobody has answered, "hello?" does not."""
    answered = max((turn.position for turn in material.turns if turn.role in ("bot", "agent")), default=0)
    since = [turn for turn in material.said_by_customer if turn.position > answered]
    telling = [one for one in since if grounding.marks(one.text) or len(grounding.content_words(one.text)) > 2]
    return telling[-1] if telling else material.said_by_customer[-1]


def _within(opening: list[Claim], now: list[Claim]) -> list[Claim]:
    """As many claims as fit, the first and the newest first of all. A claim too long for the room is left out."""
    room, kept = WORDS, []
    ranked = [*opening[:1], *reversed(now), *opening[1:]]
    for claim in ranked:
        words = len(claim.text.split())
        if words <= room:
            room -= words
            kept.append(claim)
        elif not kept:
            cut = " ".join(claim.text.split()[: WORDS - 20]) + "…"
            kept.append(Claim(cut, claim.turns))
            room = 20
    return [claim for claim in [*opening[:1], *opening[1:], *now] if claim in kept] or kept


def _telling(text: str) -> str:
    """The longest-winded greeting says nothing: the sentence with most in it does."""
    return max(sentences(text) or [text], key=lambda one: (len(grounding.marks(one)), len(one.split())))


_OF_THE_BOT = re.compile(r"\W*(?:the|der|el) bot\b", re.IGNORECASE)


def _bearing(sentence: str, turns: list[Turn]) -> list[int]:
    """What the bot did is borne by its own turns where they say it."""
    by_bot = [turn for turn in turns if turn.role != "customer"] if _OF_THE_BOT.match(sentence) else []
    return grounding.bearing(sentence, by_bot) or grounding.bearing(sentence, turns)


def _first(turns: list[Turn]) -> list[int]:
    return [turn.position for turn in turns[:1]]


def _who(material: Material) -> str:
    return " ".join(material.customer.split()[:4]) or say(material.language, "customer")


def _short(material: Material) -> str:
    return next(iter(material.customer.split()), "") or say(material.language, "customer")


def _lower(text: str) -> str:
    """First letter small, unless the word is a name or an abbreviation."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
