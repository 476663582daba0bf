"""Card numbers stay outside however people write them, and what only looks like one stays as it was."""

import pytest

from apps.conversations.masking import mask, mask_cards

CARD = "4111 1111 1111 1111"


@pytest.mark.parametrize(
    "written",
    [
        CARD,
        "4111111111111111",
        "4111-1111-1111-1111",
        "4111.1111.1111.1111",
        "4111–1111–1111–1111",
        "4111/1111/1111/1111",
        "4111\u00a01111\u00a01111\u00a01111",
        "4111  1111  1111  1111",
        "4111\n1111\n1111\n1111",
        "41111111 11111111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "٤١١١ ١١١١ ١١١١ ١١١١",
    ],
)
def test_however_it_is_grouped(written):
    assert mask_cards(written) == f"•••• {written.replace(' ', '')[-4:]}"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"{CARD} 12/27 123", "•••• 1111 12/27 123"),
        (f"{CARD}, exp 1227", "•••• 1111, exp 1227"),
        ("4111111111111111 123", "•••• 1111 123"),
        (f"order 12 {CARD}", "order 12 •••• 1111"),
        ("card no.4111111111111111", "card no.•••• 1111"),
        ("卡号4111111111111111请查", "卡号•••• 1111请查"),
        ("5555555555554444€", "•••• 4444€"),
        ("3782 822463 10005 1/28", "•••• 0005 1/28"),
        (f"{CARD} 5555 5555 5555 4444", "•••• 1111 •••• 4444"),
    ],
)
def test_whatever_stands_beside_it(said, kept):
    assert mask_cards(said) == kept


@pytest.mark.parametrize(
    "text",
    [
        "order 4821300000000",
        "4111 1111 1111 1112",
        "since 1766312794121",  # milliseconds
        "DE89370400440532013000",
        "3.4111111111111111",
        "x4111111111111111",
        "call 0176 1234567 or 0176 7654321",
        "from 2026-11-21 2026-11-27",
    ],
)
def test_other_numbers_stay(text):
    assert mask_cards(text) == text


def test_in_numbers_and_names_of_fields_too():
    told = {"card": 4111111111111111, "4111111111111111": ["main", 5555555555554444.0], "seats": 3, "is_new": True}
    assert mask(told) == {"card": "•••• 1111", "•••• 1111": ["main", "•••• 4444"], "seats": 3, "is_new": True}


@pytest.mark.parametrize("text", ["1" * 65_536, "1 " * 32_768, "4111 " * 13_000, "1x" * 32_768])
def test_a_long_message_is_read_in_no_time(text):
    mask_cards(text)  # quadratic, this would take minutes
