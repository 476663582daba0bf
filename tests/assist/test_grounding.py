"""Nothing is said that was not said."""

import pytest

from apps.assist.grounding import is_grounded


@pytest.mark.parametrize(
    ("claim", "turn", "grounded"),
    [
        ("paid €89.00", "two payments of 89,00 EUR", True),
        ("paid €89.00", "I paid 89 euros", True),
        ("paid €89.00", "order 1289", False),
        ("order 48213", "order 48231", False),
        ("reservation FQ8APE", '{"id": "FQ8APE"}', True),
        ("card ending 4021", "•••• 4021", True),
        ("since Monday", "seit Montag", True),
        ("since Monday", "since Tuesday", False),
        ("write to maya@example.com", "mine is Maya@example.com", True),
        ("She is upset", "anything", True),
    ],
)
def test_a_mark_must_stand_in_the_turns(claim, turn, grounded):
    assert is_grounded(claim, [turn]) is grounded
