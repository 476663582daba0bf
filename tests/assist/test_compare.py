"""What became of the draft in the reply that was sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.assist.compare import judge, word_diff

OFFERED = "Hi Maya, I am refunding €89.00 for order 48213 to your card. It shows on Monday. You keep your order."


@pytest.mark.parametrize(
    ("sent", "outcome"),
    [
        (OFFERED, "as_is"),
        (OFFERED + "\n", "as_is"),
        (OFFERED.replace("It shows", "It appears"), "light_edit"),
        (OFFERED.replace("€89.00", "€98.00"), "rewritten"),
        (OFFERED.replace("48213", "48231"), "rewritten"),
        (OFFERED.replace("Monday", "Tuesday"), "rewritten"),
        (OFFERED.replace("Maya", "Mia"), "rewritten"),
        (OFFERED.replace("I am refunding", "I am not refunding"), "rewritten"),
        ("Let me look into that for a moment.", "own_words"),
    ],
)
def test_a_changed_promise_is_never_a_light_edit(sent, outcome):
    assert judge(OFFERED, sent)[0] == outcome


def test_without_an_offer_the_words_are_their_own():
    assert judge("", "Hello") == ("own_words", 0.0)


@given(st.text(), st.text())
def test_a_difference_puts_both_texts_together_again(old, new):
    pieces = word_diff(old, new)
    assert "".join(text for op, text in pieces if op != "-") == new
    assert "".join(text for op, text in pieces if op != "+").split() == old.split()
