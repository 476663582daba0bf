"""The demo bot's own head, for visitors who write freely: find the intent by its words, answer from its article.

No model and no network. It is honest about not knowing, and never keeps someone who asks for a person.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from . import content, manners

SURE, UNSURE = 0.62, 0.4  # answers from SURE on; below UNSURE it does not even guess
QUOTE = 300  # characters of an article in one answer
PERSON = "general.person"
WORDS = re.compile(r"\w+")
SPOKEN = tomllib.loads((content.FOLDER / "wick.toml").read_text())
COMMON = frozenset(SPOKEN["common"].split())
GREETING, THANKS, FOR_A_PERSON = (
    re.compile("|".join(SPOKEN[name]), re.IGNORECASE) for name in ("greeting", "thanks", "for_a_person")
)
FACTS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in SPOKEN["facts"].items()}


@dataclass(frozen=True)
class Thought:
    """What the bot makes of one customer turn."""

    text: str
    confidence: float
    intent: str = ""
    citations: list[str] = field(default_factory=list)
    wants_person: bool = False
    is_stuck: bool = False  # it has nothing (more) to offer


def think(text: str, *, said: tuple[str, ...] = (), guess: str = "") -> Thought:
    """An answer to `text`. `said`: articles already quoted; `guess`: the intent so far, for "it" and "that"."""
    intent, confidence = recognise(text)
    if confidence < UNSURE and guess:
        intent, confidence = guess, max(confidence, UNSURE - 0.05)
    if FOR_A_PERSON.search(text):
        topic = intent if intent and confidence >= UNSURE and intent != PERSON else (guess or PERSON)
        return Thought("Of course. I'll get a person for you.", 0.97, topic, wants_person=True)
    if THANKS.search(text) and len(text.split()) <= 6:
        return Thought("You're welcome. Is there anything else?", 0.9, guess)
    if GREETING.match(text) and len(text.split()) <= 4:
        return Thought("Hello! I'm Wick, Marlowick's assistant, not a person. What can I do for you?", 0.9, guess)
    if confidence < UNSURE:
        text = "I'm not sure I understand. Could you say it in other words? I can also get a person for you."
        return Thought(text, confidence, intent, is_stuck=True)
    return _answer(text, intent, confidence, said)


def _answer(text: str, intent: str, confidence: float, said: tuple[str, ...]) -> Thought:
    article = content.articles()[_intents()[intent]["answer"]]
    if article["slug"] in said:
        text = "I've told you what I know about this. It looks as if it needs a person; shall I get one?"
        return Thought(text, min(confidence, 0.45), intent, [article["slug"]], is_stuck=True)
    quote = article.get("reply") or best_passage(article["body"], text)
    opening = "" if confidence >= SURE else "I think this is what you mean. "
    return Thought(f"{opening}{quote}", confidence, intent, [article["slug"]], is_stuck=confidence < SURE)


def recognise(text: str) -> tuple[str, float]:
    """The likeliest leaf intent and a confidence from 0 to 0.95; ("", 0) when no word is known."""
    words, plain = _stems(text), _plain(text)
    scores = {slug: _score(intent, words, plain) for slug, intent in _intents().items()}
    best = max(scores, key=lambda slug: scores[slug])
    if not scores[best]:
        return "", 0.0
    second = max(score for slug, score in scores.items() if slug != best)
    # Sure when much speaks for it and little for the next one.
    return best, round(min(0.95, 0.25 + 0.14 * scores[best] + 0.12 * (scores[best] - second)), 2)


def look_up(question: str, *, language: str, guess: str = "") -> tuple[str, str] | None:
    """The article for customers that shares most words with a question, and what of it to say.

    None when none shares two, and at least half, of them: with one it would be about something else. Where no reply
    was written for customers it must be more than half.
    """
    intent, confidence = recognise(question)
    about = {guess, intent if confidence >= UNSURE else ""} - {""}
    words = {stem for stem in _stems(question) - _small_words() if len(stem) > 2 and stem.isalpha()}
    found: list[tuple[int, str, str]] = []
    for slug, article in content.articles().items():
        if article["language"] == language and not article["internal"] and about & set(article["intents"]):
            found += [(len(words & _stems(known)), slug, said) for known, said in _sayings(article)]
    shared, slug, said = max(found, key=lambda one: one[0], default=(0, "", ""))
    has_reply = slug and content.articles()[slug].get("reply")
    return (slug, said) if shared >= 2 and 2 * shared >= len(words) + (not has_reply) else None


def _sayings(article: dict[str, Any]) -> list[tuple[str, str]]:
    """What a customer may be told of it, each with the words that it is found by. Playbooks are for agents."""
    if article["kind"] != "article":
        return []
    if reply := article.get("reply"):
        return [(f"{article['title']} {reply}", reply)]
    parts = [plain_text(part) for part in article["body"].split("\n\n") if not part.startswith(("#", "|", "-", "1."))]
    return [(part, _shortened(part)) for part in parts]


def facts_in(text: str) -> dict[str, str]:
    return {name: found[1] for name, pattern in FACTS.items() if (found := pattern.search(text))}


def best_passage(body: str, question: str) -> str:
    """The paragraph that, with the heading above it, shares most words with the question; the first one on a tie."""
    words, heading, best, most = _stems(question), "", "", -1
    for part in body.split("\n\n"):
        if part.startswith("#"):
            heading = part
        elif not part.startswith(("|", "-", "1.")):
            shared = len(words & _stems(f"{heading} {part}"))
            best, most = (part, shared) if shared > most else (best, most)
    return _shortened(plain_text(best))


def plain_text(markdown: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[*`_]|^#+ ", "", markdown)).strip()


def _shortened(text: str) -> str:
    """Whole sentences up to QUOTE characters; nobody reads more in a chat."""
    kept = ""
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        if kept and len(kept) + len(sentence) > QUOTE:
            break
        kept = f"{kept} {sentence}".strip()
    return kept


def _score(intent: dict[str, Any], words: frozenset[str], plain: str) -> float:
    keywords = sum(1.5 + keyword.count(" ") for keyword in intent["keywords"] if _plain(keyword) in plain)
    examples = max((len(words & _stems(example)) / 2 for example in intent["examples"]), default=0)
    return float(keywords + examples)


@cache
def _intents() -> dict[str, dict[str, Any]]:
    return {intent["slug"]: intent for intent in content.intents() if "parent" in intent}


@cache
def _small_words() -> frozenset[str]:
    return frozenset().union(*(_stems(" ".join(words)) for words in manners.SMALL.values()))


@cache
def _stems(text: str) -> frozenset[str]:
    """Words that carry meaning, cut to six letters, which is stemming enough for three languages."""
    return frozenset(word[:6] for word in WORDS.findall(_plain(text)) if word not in COMMON)


@cache
def _plain(text: str) -> str:
    """Lower case, without accents and apostrophes."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and letter not in "'’")
