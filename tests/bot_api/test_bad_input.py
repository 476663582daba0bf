"""What section by section can be wrong with a call, and that each is refused by name, with nothing stored."""

import json

import pytest

from apps.conversations.models import Conversation, Customer, Message
from apps.handoffs.models import Handoff

from .conftest import turn

CUSTOMER = {"reference": "cust-1"}
PATH = "/conversations/c/messages"


def handed_over(**changes) -> dict:
    return {"customer": CUSTOMER, "transcript": [turn("help")], **changes}


WRONG_HANDOFFS = [
    ({"mood": "bad"}, "mood"),
    ({"customer": {**CUSTOMER, "shoe_size": 43}}, "customer.shoe_size"),
    ({"transcript": [turn("a", mood="bad")]}, "transcript[0].mood"),
    ({"customer": {"name": "Maya"}}, "customer.reference"),
    ({"customer": {"reference": ""}}, "customer.reference"),
    ({"customer": {"reference": "x" * 201}}, "customer.reference"),
    ({"customer": "cust-1"}, "customer"),
    ({"conversation": "two\nlines"}, "conversation"),
    ({"customer": {"reference": "tab\t"}}, "customer.reference"),
    ({"transcript": "hello"}, "transcript"),
    ({"transcript": [{"role": "agent", "text": "a"}]}, "transcript[0].role"),
    ({"transcript": [{"text": "a"}]}, "transcript[0].role"),
    ({"transcript": [{"role": "customer", "text": "  "}]}, "transcript[0]"),
    ({"transcript": [turn("a", sent_at="yesterday")]}, "transcript[0].sent_at"),
    ({"transcript": [turn("a", sent_at="2026-01-01T00:00:00")]}, "transcript[0].sent_at"),
    ({"transcript": [turn("a", confidence=1.2)]}, "transcript[0].confidence"),
    ({"transcript": [turn("a", attachments=[{"name": "x", "url": "javascript:alert(1)"}])]}, "attachments[0].url"),
    ({"transcript": [turn("a")] * 1001}, "transcript"),
    ({"reason": "because"}, "reason"),
    ({"mode": "pigeon"}, "mode"),
    ({"urgency": 3}, "urgency"),
    ({"epoch": 0}, "epoch"),
    ({"epoch": 2**40}, "epoch"),
    ({"confidence": "high"}, "confidence"),
    ({"citations": [{"passage": "no source"}]}, "citations[0]"),
    ({"schema_version": "2"}, "schema_version"),
    ({"facts": [{"name": "order", "value": ["a"]}]}, "facts[0].value"),
    ({"customer": {**CUSTOMER, "account": {"k": "\x00"}}}, "customer.account.k"),
    ({"summary": "half \ud83d"}, "summary"),
    ({"transcript": [turn("the other half \ude00")]}, "transcript[0].text"),
    ({"customer": {**CUSTOMER, "account": {"k": "\udfff"}}}, "customer.account.k"),
    ({"transcript": [turn("ok"), turn("nul \x00")]}, "transcript[1].text"),
]


@pytest.mark.parametrize(("change", "field"), WRONG_HANDOFFS)
def test_the_field_is_named_and_nothing_is_stored(bot, billing, change, field):
    answer = bot.post("/handoffs", handed_over(**change))
    assert answer.status_code == 422, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert any(field in error["field"] for error in answer.json()["errors"]), answer.json()
    assert not Handoff.objects.exists()
    assert not Customer.objects.exists()


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"[1, 2",
        b"\xff\xfe",
        b'{"a": NaN}',
        b"[" * 100_000,
        b'{"a":' * 20_000,
        b'{"epoch": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_not_json_is_malformed(bot, raw):
    answer = bot.post("/handoffs", raw=raw)
    assert answer.status_code == 400, answer.content
    assert answer.json()["code"] == "malformed"


@pytest.mark.parametrize("body", [[], "text", 7, None, True])
def test_json_that_is_no_object_is_refused(bot, body):
    assert bot.post("/handoffs", body).status_code == 422


def test_no_body_is_refused(bot):
    assert bot.post("/handoffs", raw=b"").status_code == 422


def test_numbers_no_database_can_hold_are_refused(bot):
    raw = b'{"customer": {"reference": "c", "account": {"balance": 1e999}}, "transcript": []}'
    assert bot.post("/handoffs", raw=raw).json()["errors"][0]["field"] == "customer.account.balance"


def test_a_body_over_256_kb_is_too_large(bot):
    answer = bot.post(PATH, {"customer": CUSTOMER, "messages": [turn("x" * 60_000, n) for n in range(1, 6)]})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_message_over_64_kb_is_too_large_and_named(bot):
    for text in ("x" * 65_537, "é" * 32_769):
        answer = bot.post(PATH, {"customer": CUSTOMER, "messages": [turn("ok", 1), turn(text, 2)]})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (413, "messages[1].text")
    assert not Conversation.objects.exists()


def test_a_message_of_64_kb_fits(bot):
    answer = bot.post(PATH, {"customer": CUSTOMER, "messages": [turn("x" * 65_536, 1)]})
    assert answer.status_code == 200
    assert len(Message.objects.get().text) == 65_536


@pytest.mark.parametrize("count", [0, 201])
def test_a_call_holds_1_to_200_messages(bot, count):
    told = [turn("a", n) for n in range(1, count + 1)]
    answer = bot.post(PATH, {"customer": CUSTOMER, "messages": told})
    assert answer.json()["errors"][0]["field"] == "messages"


def test_nul_in_the_address_is_refused(bot):
    answer = bot.post("/conversations/a%00b/messages", {"customer": CUSTOMER, "messages": [turn("a", 1)]})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "missing_key"),
        ("Basic Ym90Og==", "missing_key"),
        ("Bearer ", "missing_key"),
        ("Bearer nonsense", "malformed_key"),
        ("Bearer hck_" + "a" * 38, "malformed_key"),
        ("Bearer schlüssel", "malformed_key"),
    ],
)
def test_without_a_good_key_nobody_enters(bot, header, code):
    answer = bot.get("/events", HTTP_AUTHORIZATION=header)
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert answer["WWW-Authenticate"] == "Bearer"


def test_the_wrong_method_and_unknown_addresses_are_refused(bot):
    assert bot.get("/handoffs").status_code == 405
    assert bot.get("/nowhere").status_code == 404


@pytest.mark.parametrize("number", [0, 2**63, 2**70])
def test_numbers_that_cannot_be_keys_are_not_found(bot, number):
    assert bot.get(f"/handoffs/{number}").status_code == 404


@pytest.mark.parametrize(
    ("after", "wait"), [("x", "0"), ("1-2-3", "0"), ("9" * 30 + "-1", "0"), ("", "-1"), ("", "26")]
)
def test_cursors_and_waits_of_another_form_are_refused(bot, after, wait):
    assert bot.get(f"/events?after={after}&wait={wait}").status_code == 422


@pytest.mark.parametrize("address", ["/events?since=1-1", "/events?wait=0&afer=1-1", "/deliveries?status=dead"])
def test_unknown_words_of_an_address_are_refused_by_name(bot, address):
    answer = bot.get(address)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] in ("since", "afer", "status")


def test_many_wrong_fields_are_all_named(bot):
    fields = {error["field"] for error in bot.post("/handoffs", handed_over(a=1, b=2, mode="x")).json()["errors"]}
    assert fields == {"a", "b", "mode"}


def test_a_value_is_never_repeated_in_a_refusal(bot):
    secret = "4111111111111111"
    assert secret not in json.dumps(bot.post("/handoffs", handed_over(epoch=secret)).json())


@pytest.mark.parametrize("depth", [40, 900, 5000])
def test_what_is_nested_too_deeply_is_refused_and_no_fault_of_ours(bot, billing, depth):
    raw = b'{"conversation": "c", "facts": ' + b"[" * depth + b"]" * depth + b"}"
    answer = bot.post("/handoffs", raw=raw)
    assert (answer.status_code, answer.json()["code"]) in {(422, "too_deep"), (400, "malformed")}
    if depth == 40:
        assert answer.json()["errors"][0]["field"].startswith("facts[0][0]")
