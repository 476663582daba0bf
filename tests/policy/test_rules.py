from dataclasses import dataclass, field

import pytest

from apps.policy.rules import Situation, Turn, evaluate


@dataclass
class Rule:
    kind: str
    parameters: dict = field(default_factory=dict)
    name: str = "a rule"
    reason: str = ""
    urgency: int | None = None


def fired(rule, *turns, **signals):
    """The one Fired, or None, for turns given as (role, text[, facts])."""
    numbered = [Turn(position, *turn) for position, turn in enumerate(turns, start=1)]
    return next(iter(evaluate([rule], Situation(numbered, signals))), None)


def test_an_explicit_request_points_at_its_turn():
    it = fired(Rule("explicit_request"), ("customer", "hi"), ("customer", "a human please"), ("bot", "sure?"))

    assert (it.turn, it.reason) == (2, "explicit_request")


def test_the_bots_words_are_not_the_customers():
    assert not fired(Rule("explicit_request"), ("bot", "do you want to talk to a human?"))


def test_a_text_not_mirrored_yet_counts_and_has_no_turn():
    it = fired(Rule("explicit_request"), ("customer", "hi"), text="get me an agent")

    assert it.turn is None


def test_low_confidence_needs_so_many_turns_in_a_row():
    low, high = ("bot", "maybe", {"confidence": 0.2}), ("bot", "yes", {"confidence": 0.9})
    rule = Rule("low_confidence", {"below": 0.5, "turns": 2})

    assert fired(rule, high, low, low).turn == 3
    assert not fired(rule, low, high, low)
    assert not fired(rule, low)
    assert fired(rule, low, confidence=0.3)
    assert not fired(rule, low, ("bot", "no number"), confidence=0.9)


def test_the_same_confidence_is_not_counted_twice():
    rule = Rule("low_confidence", {"below": 0.5, "turns": 2})

    assert not fired(rule, ("bot", "maybe", {"confidence": 0.2}), confidence=0.2)


def test_repeated_failure_counts_attempts_told_and_stored():
    failed = ("bot", "hm", {"attempt": {"what": "refund", "outcome": "failed", "why": "limit"}})
    rule = Rule("repeated_failure", {"attempts": 2})

    assert not fired(rule, failed)
    assert fired(rule, failed, ("bot", "let me try again"), failed).turn == 3
    assert fired(rule, failed_attempts=2)


def test_the_same_answer_twice_is_a_failure():
    it = fired(Rule("repeated_failure"), ("bot", "Restart it."), ("customer", "did"), ("bot", "restart it. "))

    assert it.because == "The bot gave the same answer 2 times."


def test_frustration_looks_at_the_last_turns_only():
    rule = Rule("frustration", {"at_least": 0.6, "turns": 1})

    assert fired(rule, ("customer", "ok"), ("customer", "this is ridiculous")).turn == 2
    assert not fired(rule, ("customer", "this is ridiculous"), ("customer", "ah, found it, thanks"))
    assert fired(rule, ("customer", "fine"), sentiment="angry").turn == 1
    assert fired(rule, frustration=0.8)


@pytest.mark.parametrize("kind", ["high_risk", "out_of_scope"])
def test_topics_are_found_by_word_and_by_intent(kind):
    rule = Rule(kind, {"words": ["fraud*"], "intents": ["legal"]})

    assert fired(rule, ("customer", "hi"), ("customer", "a fraudulent charge")).turn == 2
    assert fired(rule, intent="legal", sub_intent="legal.contract").because == "The intent is legal › contract."
    assert not fired(rule, intent="legalese")
    assert not fired(rule, ("bot", "beware of fraud"))


def test_out_of_scope_takes_the_bots_word():
    assert fired(Rule("out_of_scope"), out_of_scope=True)
    assert not fired(Rule("out_of_scope"), out_of_scope=False)


def test_all_that_fire_are_told_in_order_with_their_own_reason():
    rules = [Rule("high_risk", {"words": ["stolen"]}, "Theft", "policy", 4), Rule("explicit_request", {}, "Asks")]
    said = Situation([Turn(1, "customer", "my card was stolen. get me a person")])

    assert [(it.rule, it.reason, it.urgency) for it in evaluate(rules, said)] == [
        ("Theft", "policy", 4),
        ("Asks", "explicit_request", None),
    ]
