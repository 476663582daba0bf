import pytest

from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handoff, State

from .conftest import turn

MINIMAL = {"customer": {"reference": "cust-1"}, "transcript": [turn("I want a person")]}
WHOLE = {
    "schema_version": "1",
    "conversation": "chat-77",
    "customer": {
        "reference": "cust-7",
        "name": "Ines Ortega",
        "email": "ines@example.com",
        "phone": "+34 600 000 000",
        "tier": "Plus",
        "since": "2021-04-01",
        "verification": {"status": "verified", "how": "code by SMS"},
        "account": {"Plan": "Plus yearly", "Seats": 3, "Trial": False},
        "open_issues": [{"reference": "T-1", "title": "Late parcel", "state": "open"}],
        "history": [{"at": "2026-10-01", "channel": "mail", "summary": "Asked for an invoice", "outcome": "sent"}],
    },
    "transcript": [turn("charged twice", 1), turn("Let me look", 2, role="bot", confidence=0.4), turn("NO", 3)],
    "summary": "Charged twice for order 48213.",
    "reason": "frustration",
    "reason_text": "Three complaints in a row",
    "evidence": "t3",
    "intent": "billing",
    "sub_intent": "duplicate_charge",
    "confidence": 0.35,
    "citations": [{"slug": "duplicate-charges", "passage": "A hold falls away in 5 days."}],
    "draft": "I am sorry, I will refund one of them.",
    "next_action": {"title": "Refund one charge", "why": "Both are booked", "confidence": 0.8},
    "facts": [{"name": "order", "value": "48213"}],
    "attempts": [{"what": "looked for a hold", "outcome": "failed", "why": "both are booked"}],
    "sentiment": "angry",
    "language": "en",
    "channel": "web",
    "page": "/orders/48213",
    "urgency": "high",
    "mode": "live",
}


@pytest.fixture(autouse=True)
def _a_team(billing):
    """Somebody to hand over to."""


def test_a_customer_and_a_transcript_are_enough(bot):
    answer = bot.post("/handoffs", MINIMAL)
    assert answer.status_code == 201, answer.content
    opened = answer.json()
    assert opened["state"] == "waiting"
    assert opened["team"] == {"slug": "billing", "name": "Billing"}
    assert opened["position"] == 1
    assert opened["epoch"] == 2
    assert opened["completeness"] < 30
    assert "summary" in opened["missing"]
    assert opened["tell_customer"]


def test_the_whole_payload_is_kept(bot):
    opened = bot.post("/handoffs", WHOLE).json()
    assert opened["completeness"] == 100
    assert opened["missing"] == []
    handoff = Handoff.objects.get(pk=opened["id"])
    conversation, customer = handoff.conversation, handoff.conversation.customer
    assert handoff.evidence.text == "NO"
    assert (handoff.reason, handoff.get_urgency_display()) == ("frustration", "High")
    assert conversation.intent == "billing.duplicate_charge"
    assert conversation.told["next_action"]["title"] == "Refund one charge"
    assert conversation.told["facts"] == [{"name": "order", "value": "48213"}]
    assert customer.account == {"Plan": "Plus yearly", "Seats": 3, "Trial": False}
    assert (customer.verification, customer.verified_how) == ("verified", "code by SMS")
    assert customer.open_issues[0]["title"] == "Late parcel"


def test_a_mirrored_conversation_needs_its_reference_only(bot, conversation):
    opened = bot.post("/handoffs", {"conversation": "chat-1"}).json()
    assert "transcript" not in opened["missing"]
    assert "customer.identity" not in opened["missing"]


def test_neither_transcript_nor_reference_is_refused(bot):
    answer = bot.post("/handoffs", {"customer": {"reference": "cust-1"}})
    assert answer.status_code == 422


def test_an_unknown_reference_alone_is_not_found(bot):
    assert bot.post("/handoffs", {"conversation": "nowhere"}).status_code == 404


def test_a_transcript_told_again_and_longer_is_not_doubled(bot):
    first = bot.post("/handoffs", {**MINIMAL, "conversation": "c"}).json()
    bot.post(f"/handoffs/{first['id']}/cancel")
    longer = [*MINIMAL["transcript"], turn("hello?")]
    again = bot.post("/handoffs", {**MINIMAL, "conversation": "c", "transcript": longer, "epoch": 3})
    assert again.status_code == 201, again.content
    conversation = Handoff.objects.get(pk=again.json()["id"]).conversation
    assert [message.text for message in conversation.messages.order_by("position")] == ["I want a person", "hello?"]


def test_a_new_handoff_is_not_told_what_was_told_for_the_one_before(bot):
    first = bot.post("/handoffs", WHOLE).json()
    bot.post(f"/handoffs/{first['id']}/cancel")
    again = bot.post("/handoffs", {"conversation": "chat-77", "epoch": 3}).json()
    conversation = Handoff.objects.get(pk=again["id"]).conversation
    assert set(conversation.told) == {"facts"}  # which are as true as they were
    assert {"summary", "attempts", "citations", "draft", "next_action"} <= set(again["missing"])
    assert "facts" not in again["missing"]


def test_a_new_handoff_is_told_only_what_came_with_it(bot):
    first = bot.post("/handoffs", WHOLE).json()
    bot.post(f"/handoffs/{first['id']}/cancel")
    again = {"conversation": "chat-77", "epoch": 3, "draft": "A new one.", "facts": [{"name": "plan", "value": "Plus"}]}
    told = Handoff.objects.get(pk=bot.post("/handoffs", again).json()["id"]).conversation.told
    assert told == {"draft": "A new one.", "facts": [{"name": "plan", "value": "Plus"}]}


def test_who_has_not_heard_that_people_have_helped_since_does_not_hand_over_again(bot, waiting):
    bot.post(f"/handoffs/{waiting.pk}/cancel")
    answer = bot.post("/handoffs", {"conversation": "chat-1", "epoch": 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_holder")
    assert answer.json()["epoch"] == 3
    assert bot.post("/handoffs", {"conversation": "chat-1", "epoch": 3}).status_code == 201


def test_a_second_handoff_while_one_is_open_is_refused(bot, waiting):
    answer = bot.post("/handoffs", {"conversation": "chat-1"})
    assert answer.status_code == 409
    assert answer.json()["code"] == "already_open"
    assert answer.json()["handoff"] == waiting.pk


def test_refused_it_leaves_nothing_behind(bot):
    answer = bot.post("/handoffs", {**MINIMAL, "conversation": "c", "evidence": "no such"})
    assert answer.json()["errors"][0]["field"] == "evidence"
    assert bot.get("/conversations/c").status_code == 404


def test_card_numbers_stay_outside(bot):
    said = "card 4111 1111 1111 1111"
    told = {
        **MINIMAL,
        "summary": said,
        "reason_text": said,
        "rule": said,
        "facts": [{"name": "card", "value": 4111111111111111}],
    }
    opened = bot.post("/handoffs", told).json()
    handoff = Handoff.objects.get(pk=opened["id"])
    assert handoff.payload["summary"] == handoff.reason_text == handoff.rule == "card •••• 1111"
    assert handoff.conversation.told["summary"] == "card •••• 1111"
    assert handoff.conversation.told["facts"][0]["value"] == "•••• 1111"
    bot.post(f"/handoffs/{handoff.pk}/cancel", {"reason": said})
    handoff.refresh_from_db()
    assert handoff.outcome_note == handoff.conversation.events.last().data["reason"] == "card •••• 1111"


def test_position_counts_who_is_ahead(bot, waiting):
    assert bot.post("/handoffs", MINIMAL).json()["position"] == 2
    assert bot.post("/handoffs", {**WHOLE, "urgency": "critical"}).json()["position"] == 1


def test_its_state_can_be_asked_for(bot, claimed):
    state = bot.get(f"/handoffs/{claimed.pk}").json()
    assert (state["state"], state["agent"], state["holder"]) == ("claimed", "Alice", "agent")


def test_another_bots_handoff_does_not_exist(other, waiting):
    assert other.get(f"/handoffs/{waiting.pk}").status_code == 404
    assert other.post(f"/handoffs/{waiting.pk}/cancel").status_code == 404


def test_cancelling_gives_the_conversation_back_to_the_bot(bot, waiting):
    state = bot.post(f"/handoffs/{waiting.pk}/cancel", {"reason": "customer left"}).json()
    assert (state["state"], state["holder"]) == ("cancelled", "bot")
    waiting.refresh_from_db()
    assert waiting.state == State.CANCELLED


def test_cancelling_what_has_ended_is_too_late(bot, claimed, alice):
    handoffs.close(claimed, agent=alice, outcome="resolved")
    answer = bot.post(f"/handoffs/{claimed.pk}/cancel")
    assert answer.status_code == 409
    assert answer.json()["code"] == "too_late"
