import pytest

from apps.demo.acts import acts_in, facts_asked_in


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("I've refunded €89.00 to your card.", "refund"),
        ("Ich erstatte Ihnen den Betrag.", "refund"),
        ("Le devuelvo 99 € completos.", "refund"),
        ("I'm so sorry about this!", "apology"),
        ("One moment please, let me check.", "wait"),
        ("Ich schicke heute ein neues Gerät per Express los.", "replacement"),
        ("Your account is open again.", "unlocked"),
        ("Anything else I can do for you?", "closing"),
    ],
)
def test_an_act_is_recognised(text, act):
    assert act in acts_in(text)


@pytest.mark.parametrize(
    "text", ["I can't refund this.", "Unfortunately a refund is not possible.", "Leider keine Erstattung."]
)
def test_a_refusal_is_not_the_act_it_refuses(text):
    acts = acts_in(text)
    assert "cannot" in acts
    assert "refund" not in acts


def test_a_refusal_covers_its_own_sentence_only():
    assert {"cannot", "refund"} <= acts_in("I can't change the hold. I have refunded the second payment.")


def test_an_english_answer_to_a_german_customer_is_noticed():
    assert "english" in acts_in("You will have the parcel with you tomorrow", language="de")
    assert "english" not in acts_in("Das Paket ist morgen bei Ihnen", language="de")


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Could you send me your order number?", ["order_number"]),
        (
            "Tell me two things: the number of one of your last orders, and the postcode.",
            ["order_number", "postcode"],
        ),
        ("Wie lautet Ihre Bestellnummer?", ["order_number"]),
        ("I found your order number in the account.", []),
        ("May I send the request in your name?", []),
    ],
)
def test_what_is_asked_for_is_recognised(text, facts):
    assert facts_asked_in(text) == facts
