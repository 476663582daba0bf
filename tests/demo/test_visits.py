"""A visitor is the customer; the demo bot answers and lets go when a person is wanted."""

import pytest

from apps.demo import visits

from .desk import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def visit() -> visits.Visit:
    return visits.begin()


@pytest.fixture
def handed_over(visit, desk) -> visits.Visit:
    visits.listen(visit, desk)
    visits.speak(visit, "I was charged twice for order 48213", desk)
    visits.speak(visit, "get me a person", desk)
    return visit


def said(visit: visits.Visit, who: str) -> list[str]:
    return [line["text"] for line in visit.lines if line["who"] == who]


def test_it_begins_with_an_honest_hello(visit):
    assert "bot" in said(visit, "bot")[0]
    assert visits.openers(visit)


def test_the_bot_answers_and_both_turns_are_mirrored_with_what_it_knew(visit, desk):
    visits.speak(visit, "I was charged twice for order 48213", desk)
    customer, bot = desk.messages[visit.reference]
    assert (customer["role"], bot["role"]) == ("customer", "bot")
    assert bot["sub_intent"] == "billing.duplicate_charge"
    assert bot["citations"] == [{"slug": "duplicate-charges"}]
    assert not visits.openers(visit)


def test_asking_for_a_person_hands_over_what_the_bot_knows(handed_over, desk):
    (payload,) = desk.handoffs
    assert payload["reason"] == "explicit_request"
    assert payload["sub_intent"] == "billing.duplicate_charge"
    assert {"name": "order_number", "value": "48213"} in payload["facts"]
    assert payload["attempts"][0]["outcome"] == "failed"
    assert handed_over.stage == "waiting"
    assert said(handed_over, "bot")[-1] == "Billing takes over."


def test_the_evidence_is_the_turn_that_asked(handed_over, desk):
    (payload,) = desk.handoffs
    asked = next(m for m in desk.messages[handed_over.reference] if m["text"] == "get me a person")
    assert payload["evidence"] == asked["id"]


def test_two_answers_that_lead_nowhere_are_enough(visit, desk):
    visits.speak(visit, "zxqv blorp", desk)
    visits.speak(visit, "blorp zxqv", desk)
    assert desk.handoffs[0]["reason"] == "repeated_failure"
    assert desk.handoffs[0]["rule"] == "Two failed attempts"


def test_yes_to_the_offer_of_a_person_is_a_request(visit, desk):
    visits.speak(visit, "zxqv blorp", desk)
    visits.speak(visit, "yes please", desk)
    assert desk.handoffs[0]["reason"] == "explicit_request"


def test_while_a_person_holds_the_chat_the_bot_is_silent(handed_over, desk):
    before = len(said(handed_over, "bot"))
    visits.speak(handed_over, "hello?", desk)
    assert len(said(handed_over, "bot")) == before
    assert desk.texts(handed_over.reference, "customer")[-1] == "hello?"


def test_the_agents_words_arrive_with_their_name(handed_over, desk):
    desk.emit("handoff.claimed", handed_over.reference, agent="Ada")
    desk.says(handed_over.reference, "Hi, I'm on it.")
    assert visits.listen(handed_over, desk)
    assert said(handed_over, "agent") == ["Hi, I'm on it."]
    assert "Ada" in handed_over.status


def test_other_visitors_events_are_not_shown(handed_over, desk):
    desk.says("visit-other", "secret")
    assert not visits.listen(handed_over, desk)
    assert "secret" not in str(handed_over.as_dict())


def test_a_handback_is_accepted_and_greeted_once_it_is_the_bots(handed_over, desk):
    reference = handed_over.reference
    desk.emit("handoff.claimed", reference, agent="Ada")
    desk.emit("handback.offered", reference, handback=7, brief={"promised": ["The refund is back by Friday."]})
    visits.listen(handed_over, desk)
    assert desk.accepted == [7]
    assert handed_over.stage == "agent"
    desk.emit("handoff.returned", reference, handback=7)
    visits.listen(handed_over, desk)
    assert handed_over.stage == "bot"
    assert "not a person" in said(handed_over, "bot")[-1]
    assert "back by Friday" in said(handed_over, "bot")[-1]
    assert handed_over.epoch == desk.epoch


def handed_back(visit: visits.Visit, desk: Desk, *open_: str) -> None:
    desk.emit("handoff.claimed", visit.reference, agent="Ada")
    desk.emit("handback.offered", visit.reference, handback=7, brief={"open": list(open_)})
    desk.emit("handoff.returned", visit.reference, handback=7)
    visits.listen(visit, desk)


def test_after_a_handback_the_bot_goes_on_with_what_is_open(handed_over, desk):
    handed_back(handed_over, desk, "Customer asked: “do I get an email about the refund?”")
    assert "do I get an email about the refund?” A refund shows" in said(handed_over, "bot")[-1]
    assert desk.messages[handed_over.reference][-1]["citations"] == [{"slug": "how-long-refunds-take"}]


def test_yes_to_a_person_for_what_is_open_is_a_request(handed_over, desk):
    handed_back(handed_over, desk, "Customer asked: “is the courier blue?”")
    visits.speak(handed_over, "yes please", desk)
    assert desk.handoffs[-1]["reason"] == "explicit_request"
    assert len(desk.handoffs) == 2


def test_who_starts_again_leaves_the_queue(handed_over, desk):
    visits.leave(handed_over, desk)
    assert desk.cancelled == [handed_over.handoff]


def test_a_visit_survives_the_session(handed_over):
    assert visits.Visit(**handed_over.as_dict()) == handed_over
