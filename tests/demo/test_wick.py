"""The demo bot's own head."""

import pytest

from apps.demo import content, wick

LEAVES = [intent for intent in content.intents() if "parent" in intent]
EXAMPLES = [(example, intent["slug"]) for intent in LEAVES for example in intent["examples"]]


def test_it_recognises_its_examples():
    right = sum(wick.recognise(example)[0] == slug for example, slug in EXAMPLES)
    assert right / len(EXAMPLES) > 0.95


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("You've charged me twice for order 48213", "billing.duplicate_charge"),
        ("where's my parcel? it was due friday", "delivery.delay"),
        ("The lamp arrived broken", "delivery.damaged"),
        ("i cant log in, the code never comes", "account.locked_mfa"),
        ("Mein Paket ist verspätet", "delivery.delay"),
        ("quiero darme de baja", "membership.cancel"),
        ("please cancel my membership", "membership.cancel"),
    ],
)
def test_it_recognises_what_nobody_taught_it_word_for_word(text, intent):
    assert wick.recognise(text)[0] == intent


def test_it_answers_from_an_article_and_says_which():
    thought = wick.think("I was charged twice for order 48213")
    assert thought.citations == ["duplicate-charges"]
    assert "*" not in thought.text
    assert thought.confidence >= wick.SURE


def test_it_does_not_pretend_to_understand():
    thought = wick.think("zxqv blorp")
    assert thought.is_stuck
    assert thought.confidence < wick.UNSURE


def test_it_does_not_say_the_same_twice():
    first = wick.think("I was charged twice")
    again = wick.think("but I was charged twice", said=tuple(first.citations))
    assert again.is_stuck
    assert again.text != first.text


@pytest.mark.parametrize(
    "text",
    [
        "human",
        "can I talk to a person please",
        "get me an agent",
        "I want a real human",
        "Ich möchte mit einem Menschen sprechen",
    ],
)
def test_it_never_keeps_someone_who_wants_a_person(text):
    assert wick.think(text).wants_person


@pytest.mark.parametrize("text", ["a person at the door took my parcel", "is the agent of my landlord allowed in"])
def test_not_every_person_is_asked_for(text):
    assert not wick.think(text).wants_person


def test_it_picks_up_facts():
    assert wick.facts_in("order 48213, 89.00 € twice, maya@example.com") == {
        "order_number": "48213",
        "amount": "89.00 €",
        "email": "maya@example.com",
    }
