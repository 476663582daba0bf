"""The re-ask guard, in English and German."""

import pytest

from apps.assist.reask import already_answered


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Could you tell me your order number?", ["order_number"]),
        ("Please send me the order number.", ["order_number"]),
        ("Wie lautet Ihre Bestellnummer?", ["order_number"]),
        ("Können Sie mir die Bestellnummer nennen?", ["order_number"]),
        ("Which amount was it?", ["amount"]),
        ("May I have your email address?", ["email"]),
        ("Is it order number 48213?", []),
        ("Do you have another order number?", []),
        ("Your order number is on the invoice.", []),
        ("What is your postcode?", []),
        ("I refunded the order.", []),
    ],
)
def test_what_is_known_need_not_be_asked(claimed, typed, names):
    assert [found["name"] for found in already_answered(claimed.conversation, typed)] == names


def test_it_says_when_and_in_which_turn(claimed):
    (found,) = already_answered(claimed.conversation, "What is your order number?")
    assert (found["value"], found["turn"]) == ("48213", 1)
    assert found["at"] == claimed.conversation.messages.get(position=1).sent_at
