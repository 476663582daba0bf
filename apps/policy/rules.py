"""Pure evaluation: rules and a situation in, what fired and why out. Knows no database and no clock.

What each kind reads of its parameters, with what holds where nothing is said:
explicit_request
high_risk         words, intents                a customer's turn mentions one, or the intent is below one
frustration       at_least 0.6, turns 3         the strongest of the customer's last turns, or what the bot says
repeated_failure  attempts 2, same_answer 2     failed attempts, or the same answer given that often
out_of_scope      words, intents                or the bot says so
low_confidence    below 0.5, turns 2            so many bot turns in a row, the bot's word now among them
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol, TypeGuard

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import signs

FAILED = {"failed", "failure", "error", "refused", "rejected", "unresolved", "no_effect"}


class Rule(Protocol):
    kind: str
    name: str
    reason: str
    parameters: dict
    urgency: int | None


@dataclass(frozen=True)
class Turn:
    position: int
    role: str
    text: str = ""
    facts: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Situation:
    """The bot's time so far: its turns and the customer's since a person last spoke, and what the bot adds to them.

    `signals`: confidence 0..1, intent, sub_intent, sentiment, frustration 0..1, failed_attempts, out_of_scope,
    explicit_request, text (the customer's words, when they are not mirrored yet).
    """

    turns: list[Turn]
    signals: dict[str, Any] = field(default_factory=dict)

    @property
    def customer(self) -> list[Turn]:
        """The customer's turns, latest first."""
        said = [turn for turn in reversed(self.turns) if turn.role == "customer"]
        unsaid = self.signals.get("text")
        return [Turn(0, "customer", unsaid), *said] if unsaid else said

    @property
    def bot(self) -> list[Turn]:
        return [turn for turn in reversed(self.turns) if turn.role == "bot"]

    @property
    def intents(self) -> list[str]:
        named = [self.signals.get("sub_intent"), self.signals.get("intent")]
        return [intent.lower() for intent in named if intent]


@dataclass(frozen=True)
class Fired:
    rule: str
    kind: str
    reason: str
    because: str
    turn: int | None  # position of the evidence; None where it is the bot's word alone
    urgency: int | None = None
    team: str | None = None

    def as_dict(self) -> dict:
        return asdict(self)


Evidence = tuple[str, int | None]  # because, turn


def evaluate(rules: Iterable[Rule], situation: Situation) -> list[Fired]:
    """Every rule that fires, in the order given; the first one leads."""
    return list(_fire(rules, situation))


def _fire(rules: Iterable[Rule], situation: Situation) -> Iterator[Fired]:
    for rule in rules:
        if evidence := KINDS[rule.kind](situation, rule.parameters):
            because, turn = evidence
            team = getattr(rule, "team", None)
            slug = team.slug if team else None
            yield Fired(rule.name, rule.kind, rule.reason or rule.kind, because, turn or None, rule.urgency, slug)


def _explicit_request(situation: Situation, parameters: dict) -> Evidence | None:
    for turn in situation.customer:
        if signs.asks_for_person(turn.text):
            return _("The customer asked for a person."), turn.position
    told = situation.signals.get("explicit_request")
    return (_("The bot says the customer asked for a person."), None) if told else None


def _high_risk(situation: Situation, parameters: dict) -> Evidence | None:
    return _mentioned(situation, parameters) or _intended(situation, parameters)


def _out_of_scope(situation: Situation, parameters: dict) -> Evidence | None:
    if found := _mentioned(situation, parameters) or _intended(situation, parameters):
        return found
    if situation.signals.get("out_of_scope"):
        return _("The bot says this is out of its scope."), _latest(situation.customer)
    return None


def _frustration(situation: Situation, parameters: dict) -> Evidence | None:
    bound = parameters.get("at_least", 0.6)
    recent = situation.customer[: parameters.get("turns", 3)]
    scores = [(signs.frustration(turn.text), turn.position) for turn in recent]
    (score, words), position = max(scores, key=lambda scored: scored[0][0], default=((0.0, []), None))
    if score >= bound:
        sounds = ngettext(
            "The customer sounds frustrated (%(score).1f of 1, %(n)d sign).",
            "The customer sounds frustrated (%(score).1f of 1, %(n)d signs).",
            len(words),
        )
        return sounds % {"score": score, "n": len(words)}, position
    told = situation.signals.get("frustration")
    if told is not None and told >= bound:
        return _("The bot puts frustration at %(score).2f.") % {"score": told}, _latest(situation.customer)
    if str(situation.signals.get("sentiment", "")).lower() in ("angry", "frustrated", "furious"):
        return _("The bot calls the customer %(sentiment)s.") % situation.signals, _latest(situation.customer)
    return None


def _repeated_failure(situation: Situation, parameters: dict) -> Evidence | None:
    bound = parameters.get("attempts", 2)
    failed = [turn.position for turn in situation.turns if _failed(turn)]
    told = situation.signals.get("failed_attempts") or 0
    if (count := max(len(failed), told)) >= bound:
        because = ngettext("%(n)d attempt failed.", "%(n)d attempts failed.", count)
        return because % {"n": count}, failed[-1] if failed else None
    same = Counter(turn.text.strip().lower() for turn in situation.bot if turn.text.strip()).most_common(1)
    if same and same[0][1] >= max(parameters.get("same_answer", 2), 2):
        turn = next(turn for turn in situation.bot if turn.text.strip().lower() == same[0][0])
        return _("The bot gave the same answer %(n)d times.") % {"n": same[0][1]}, turn.position
    return None


def _low_confidence(situation: Situation, parameters: dict) -> Evidence | None:
    below, needed = parameters.get("below", 0.5), max(parameters.get("turns", 2), 1)
    facts = ((turn.facts.get("confidence"), turn.position) for turn in situation.bot)
    known: list[tuple[float, int | None]] = [(share, position) for share, position in facts if _is_share(share)]
    told = situation.signals.get("confidence")
    if _is_share(told) and (not known or known[0][0] != told):
        known.insert(0, (told, None))
    last = known[:needed]
    if len(last) < needed or any(confidence >= below for confidence, _ in last):
        return None
    turn = next((position for _, position in last if position), None)
    shares = ", ".join(f"{confidence:.2f}" for confidence, _ in reversed(last))
    return _("The bot's confidence stayed below %(bound)g: %(shares)s.") % {"bound": below, "shares": shares}, turn


def _mentioned(situation: Situation, parameters: dict) -> Evidence | None:
    words = parameters.get("words", [])
    for turn in situation.customer:
        if signs.mentions(turn.text, words):
            return _("The customer speaks of it."), turn.position
    return None


def _intended(situation: Situation, parameters: dict) -> Evidence | None:
    for intent in situation.intents:
        for below in parameters.get("intents", []):
            if intent == below or intent.startswith(f"{below}."):
                return _("The intent is %(intent)s.") % {"intent": _in_words(intent)}, _latest(situation.customer)
    return None


def _in_words(intent: str) -> str:
    return intent.replace(".", " › ").replace("_", " ")


def _latest(turns: list[Turn]) -> int | None:
    return turns[0].position if turns else None


def _failed(turn: Turn) -> bool:
    attempt = turn.facts.get("attempt")
    return isinstance(attempt, dict) and str(attempt.get("outcome", "")).lower() in FAILED


def _is_share(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


KINDS: dict[str, Callable[[Situation, dict], Evidence | None]] = {
    "explicit_request": _explicit_request,
    "high_risk": _high_risk,
    "frustration": _frustration,
    "repeated_failure": _repeated_failure,
    "out_of_scope": _out_of_scope,
    "low_confidence": _low_confidence,
}
