"""A handoff that names no intent is placed by the turns before it."""

import pytest

from apps.conversations.models import Conversation
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handoff
from apps.routing import operations as routing

from .conftest import turn

CUSTOMER = {"reference": "cust-1"}
REFUND = turn("I can refund that", role="bot", intent="billing", sub_intent="refund", confidence=0.4)
RESET = turn("Try a reset", role="bot", sub_intent="technical.reset")


@pytest.fixture(autouse=True)
def _routes(billing, technical):
    routing.set_route("", technical)
    routing.set_route("billing", billing)


def hand_over(bot, **told) -> Handoff:
    answer = bot.post("/handoffs", {"conversation": "c", "customer": CUSTOMER, **told})
    assert answer.status_code == 201, answer.content
    return Handoff.objects.get(pk=answer.json()["id"])


def test_the_latest_turn_that_has_one_says_where_it_goes_however_unsure(bot, billing):
    handoff = hand_over(bot, transcript=[RESET, REFUND, turn("no"), turn("As you like", role="bot")])
    assert handoff.team == billing
    assert (handoff.conversation.intent, handoff.conversation.intent_confidence) == ("billing.refund", 0.4)
    assert handoff.placed_why == (
        "“Billing › Refund” is part of “Billing”, which goes to the team Billing. "
        "The bot named this intent for an earlier turn, and none for the handoff."
    )
    assert "intent" not in handoff.missing


def test_turns_that_were_mirrored_before_count_as_well(bot, billing):
    bot.post("/conversations/c/messages", {"customer": CUSTOMER, "messages": [turn("hi", 1), {**REFUND, "id": "t2"}]})
    assert hand_over(bot).team == billing


def test_what_the_handoff_names_itself_wins(bot, technical):
    handoff = hand_over(bot, intent="technical", transcript=[turn("hi"), REFUND])
    assert handoff.team == technical
    assert "earlier turn" not in handoff.placed_why


def test_turns_from_before_people_helped_say_nothing_of_what_is_wanted_now(bot, billing, technical, alice):
    first = hand_over(bot, transcript=[turn("hi"), REFUND])
    handoffs.claim(first, agent=alice)
    handoffs.close(first, agent=alice, outcome="resolved")
    Conversation.objects.update(intent="technical.reset")
    again = hand_over(bot, transcript=[turn("hello again")])
    assert again.team == technical
    assert "earlier turn" not in again.placed_why


def test_and_turns_since_then_do(bot, billing, technical, alice):
    first = hand_over(bot, transcript=[turn("hi"), RESET])
    assert first.team == technical
    bot.post(f"/handoffs/{first.pk}/cancel")
    again = hand_over(bot, epoch=3, transcript=[turn("now my bill"), REFUND])
    assert again.team == billing
