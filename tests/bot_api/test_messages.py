from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.conversations import operations as conversations
from apps.conversations.models import Conversation, Customer, Message
from apps.handoffs import operations as handoffs

from .conftest import turn

MAYA = {"reference": "cust-maya", "name": "Maya Okafor"}
PATH = "/conversations/chat-9/messages"


def test_the_first_call_opens_the_conversation(bot):
    answer = bot.post(PATH, {"customer": MAYA, "messages": [turn("hello", 1), turn("hi!", 2, role="bot")]})
    assert answer.status_code == 200, answer.content
    assert answer.json() == {
        "conversation": "chat-9",
        "epoch": 1,
        "holder": "bot",
        "stored": 2,
        "repeated": 0,
        "seq": 1,
    }
    assert Conversation.objects.get(reference="chat-9").customer.name == "Maya Okafor"


def test_the_first_call_without_a_customer_is_refused(bot):
    answer = bot.post(PATH, {"messages": [turn("hello", 1)]})
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["field"] == "customer"


@pytest.mark.django_db(transaction=True)
def test_messages_with_ids_need_no_idempotency_key(bot, conversation):
    told = {"messages": [turn("hello", 1)]}
    first, again = (bot.post("/conversations/chat-1/messages", told, once=None).json() for _ in range(2))
    assert first == {"conversation": "chat-1", "epoch": 1, "holder": "bot", "stored": 1, "repeated": 0, "seq": 2}
    assert again == first | {"stored": 0, "repeated": 1}


@pytest.mark.django_db(transaction=True)
def test_without_a_key_a_refused_call_leaves_nothing_behind(bot, claimed):
    """The customer it names, and the turn of theirs, stand in the same call as the bot's that may not be said."""
    told = {"customer": {"reference": "cust-new"}, "messages": [turn("hello", 7), turn("hi", 8, role="bot")]}
    refused = [
        bot.post(f"/conversations/{name}/messages", told | {"epoch": 9}, once=None) for name in ("chat-1", "new")
    ]
    assert [answer.status_code for answer in refused] == [422, 409]
    assert not Customer.objects.filter(reference="cust-new").exists()
    assert not Conversation.objects.filter(reference="new").exists()
    assert not Message.objects.filter(external_id="t7").exists()


def test_messages_without_ids_need_one(bot, conversation):
    answer = bot.post("/conversations/chat-1/messages", {"messages": [turn("hello")]}, once=None)
    assert answer.status_code == 400
    assert answer.json()["code"] == "missing_idempotency_key"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", ["k1", None])
def test_an_id_used_for_other_words_is_refused_and_nothing_is_stored(bot, conversation, key):
    told = {"messages": [turn("new", 7), {"role": "customer", "text": "other words", "id": "m1"}]}
    answer = bot.post("/conversations/chat-1/messages", told, once=key)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "messages[1].id"
    assert not Message.objects.filter(external_id="t7").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", ["k1", None])
def test_an_id_used_twice_in_one_call_stands_for_the_same_words(bot, conversation, key):
    path, other = "/conversations/chat-1/messages", turn("other words", 7)
    answer = bot.post(path, {"messages": [turn("new", 7), other]}, once=key)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "messages[1].id")
    assert not Message.objects.filter(external_id="t7").exists()
    answer = bot.post(path, {"messages": [turn("new", 7), turn("new", 7)]}, once=key).json()
    assert (answer["stored"], answer["repeated"]) == (1, 1)


def test_an_id_used_for_another_file_is_refused(bot, conversation):
    first, other = ({"name": name, "url": f"https://files.example.com/{name}"} for name in ("bill.pdf", "photo.jpg"))
    path = "/conversations/chat-1/messages"
    assert bot.post(path, {"messages": [turn("", 7, attachments=[first])]}).json()["stored"] == 1
    assert bot.post(path, {"messages": [turn("", 7, attachments=[first])]}).json()["repeated"] == 1
    answer = bot.post(path, {"messages": [turn("", 7, attachments=[other])]})
    assert (answer.status_code, answer.json()["code"]) == (422, "id_reused")


def test_an_id_used_in_another_conversation_is_refused(bot, conversation):
    told = {
        "customer": MAYA,
        "messages": [{"role": "customer", "text": conversation.messages.first().text, "id": "m1"}],
    }
    assert bot.post("/conversations/chat-2/messages", told).status_code == 422
    assert not Conversation.objects.filter(reference="chat-2").exists()


def test_what_the_bot_knows_of_a_turn_is_kept(bot, conversation):
    known = {
        "confidence": 0.31,
        "intent": "billing",
        "citations": [{"slug": "refunds", "passage": "Five days."}],
        "attempt": {"what": "looked up order 48213", "outcome": "failed", "why": "not found"},
        "page": "/orders/48213",
    }
    bot.post("/conversations/chat-1/messages", {"messages": [turn("I looked", 4, role="bot", **known)]})
    stored = Message.objects.get(external_id="t4")
    assert stored.facts["attempt"]["why"] == "not found"
    assert stored.facts["citations"] == [{"slug": "refunds", "passage": "Five days."}]
    conversation.refresh_from_db()
    assert conversation.page == "/orders/48213"


def test_a_stale_epoch_is_refused(bot, claimed):
    answer = bot.post("/conversations/chat-1/messages", {"messages": [turn("Still me!", 5, role="bot")], "epoch": 1})
    assert answer.status_code == 409
    assert answer.json()["code"] == "not_holder"
    assert answer.json()["holder"] == "agent"
    assert not Message.objects.filter(external_id="t5").exists()


def test_until_it_accepts_a_handback_the_bot_is_silent_and_the_customer_is_heard(bot, claimed, alice):
    handback = handoffs.hand_back(claimed, agent=alice, brief={})
    epoch = bot.get("/conversations/chat-1").json()["epoch"]
    path, hasty = "/conversations/chat-1/messages", {"messages": [turn("Me again!", 5, role="bot")]}

    answer = bot.post(path, {**hasty, "epoch": epoch})

    assert (answer.status_code, answer.json()["code"], answer.json()["holder"]) == (409, "not_holder", "offered")
    assert "accept" in answer.json()["detail"]
    assert bot.post(path, {"messages": [turn("hello?", 6)], "epoch": epoch}).json()["stored"] == 1

    accepted = bot.post(f"/handbacks/{handback.pk}/accept").json()
    assert bot.post(path, {**hasty, "epoch": epoch}).status_code == 409  # the epoch of the offer is over
    assert bot.post(path, {**hasty, "epoch": accepted["epoch"]}).json()["stored"] == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("answer", ["accept", "refuse"])
@pytest.mark.parametrize("key", ["k1", None])
def test_what_answers_a_handback_is_read_before_anybody_else_can_move_it(bot, claimed, alice, answer, key):
    handback = handoffs.hand_back(claimed, agent=alice, brief={})
    with CaptureQueriesContext(connection) as asked:
        assert bot.post(f"/handbacks/{handback.pk}/{answer}", once=key).status_code == 200
    assert asked[-1]["sql"] == "COMMIT"


def test_while_the_customer_waits_the_bot_may_keep_them_company(bot, waiting):
    told = {"messages": [turn("You are next in line.", 5, role="bot")], "epoch": waiting.conversation.epoch}
    assert bot.post("/conversations/chat-1/messages", told).json()["stored"] == 1


def test_customers_are_heard_whoever_holds(bot, claimed):
    assert bot.post("/conversations/chat-1/messages", {"messages": [turn("hello?", 5)]}).json()["stored"] == 1


def test_another_bots_conversation_does_not_exist(other, conversation):
    answer = other.post("/conversations/chat-1/messages", {"messages": [turn("let me in", 1)]})
    assert answer.status_code == 404
    assert other.get("/conversations/chat-1").status_code == 404


def test_a_clock_that_is_ahead_is_held_back_and_one_behind_is_believed(bot, conversation):
    ahead, behind = timezone.now() + timedelta(days=400), timezone.now() - timedelta(days=400)
    told = [turn("a", 1, sent_at=ahead.isoformat()), turn("b", 2, sent_at=behind.isoformat())]
    bot.post("/conversations/chat-1/messages", {"messages": told})
    first, second = Message.objects.filter(external_id__in=["t1", "t2"]).order_by("position")
    assert first.sent_at <= timezone.now() + timedelta(seconds=10)
    assert second.sent_at == behind
    assert abs(second.created_at - timezone.now()) < timedelta(minutes=1)


def test_a_clock_of_any_zone_is_read_and_one_before_all_clocks_is_not_believed(bot, conversation):
    far, unset = "2025-12-31T18:00:00.123456+18:00", "0001-01-01T00:00:00+14:00"
    told = [turn("a", 1, sent_at=far), turn("b", 2, sent_at=unset)]
    bot.post("/conversations/chat-1/messages", {"messages": told})
    first, second = Message.objects.filter(external_id__in=["t1", "t2"]).order_by("position")
    assert first.sent_at == datetime(2025, 12, 31, 0, 0, 0, 123456, UTC)
    assert second.sent_at == second.created_at


def test_ten_thousand_messages_keep_their_order(bot, conversation):
    for start in range(0, 10_000, 200):
        told = [turn(f"line {n}", n) for n in range(start + 1, start + 201)]
        assert bot.post("/conversations/chat-1/messages", {"messages": told}).json()["stored"] == 200
    texts = list(conversation.messages.order_by("position").values_list("text", flat=True))[3:]
    assert texts == [f"line {n}" for n in range(1, 10_001)]


def test_every_script_comes_through_as_written(bot, conversation):
    text = "👩🏽‍🚀 שלום \u202eevil\u202c e\u0301 ﷽ \U0001f600"
    bot.post("/conversations/chat-1/messages", {"messages": [turn(text, 1)]})
    assert Message.objects.get(external_id="t1").text == text


def test_a_reference_may_hold_a_slash(bot):
    answer = bot.post("/conversations/eu/42/messages", {"customer": MAYA, "messages": [turn("hi", 1)]})
    assert answer.json()["conversation"] == "eu/42"


def test_the_outcome_is_noted(bot, conversation):
    answer = bot.post("/conversations/chat-1/outcome", {"outcome": "resolved", "csat": 5})
    assert answer.status_code == 200
    conversation.refresh_from_db()
    assert (conversation.outcome, conversation.csat) == ("resolved", 5)


def test_an_erased_conversation_is_not_there_any_more(bot, conversation):
    conversations.erase_customer(conversation.customer)
    answer = bot.post("/conversations/chat-1/messages", {"messages": [turn("hello", 9)]})
    assert answer.status_code == 404
    assert not Message.objects.filter(external_id="t9").exists()
    told = {"customer": {"reference": "cust-maya"}, "messages": [turn("hello", 9)]}
    assert bot.post("/conversations/chat-1/messages", told).status_code == 200
    assert Message.objects.get(external_id="t9").conversation_id != conversation.pk


def test_nothing_is_added_by_the_name_that_an_erased_conversation_is_left_with(bot, conversation):
    conversations.erase_customer(conversation.customer)
    conversation.refresh_from_db()
    answer = bot.post(f"/conversations/{conversation.reference}/messages", {"messages": [turn("hello", 9)]})
    assert (answer.status_code, answer.json()["code"]) == (410, "erased")


def test_the_name_an_erased_customer_is_left_with_opens_nothing(bot, conversation):
    conversations.erase_customer(conversation.customer)
    conversation.customer.refresh_from_db()
    told = {"customer": {"reference": conversation.customer.reference}, "messages": [turn("hello", 9)]}
    answer = bot.post("/conversations/new/messages", told)
    assert (answer.status_code, answer.json()["code"]) == (410, "erased")
