"""A simulated customer answers what the agent really wrote."""

import pytest

from apps.demo import content
from apps.demo.actors import Actor, Memory

DONE = "It takes 3-5 working days and the reference is RF-77120. Is there anything else I can do?"
# What a fair agent would write after the draft, for those whom the draft and DONE do not settle.
TALKS = {
    "baja-de-plus": ["Sí, la baja ya está tramitada y tarda de 3 a 5 días hábiles."],
    "spaetes-paket": ["Nein, das ist für Sie kostenlos."],
    "birthday-parcel": ["Hi! I'm sending you a new one by express today, it arrives tomorrow before 18:00."],
    "fraud-report": [
        "I've started the refund of the full amount to your own card.",
        "Your case number is FR-204118 and a colleague calls you tomorrow. Please tell your bank too.",
    ],
    "fleet-outage": [
        "No readings are lost; devices store 72 hours and upload them later.",
        "Update: the fix is rolled out and alarms are being delivered again.",
    ],
    "insurance-exception": ["If they say no, you can cancel free of charge."],
    "invoice-tax-id": ["Unfortunately an invoice can't be changed after 60 days. I can offer the letter."],
    "leave-plus": ["We can send filters only every 6 months instead.", "That's €6.90 a month instead of €9.90."],
    "legal-question": ["I can send you the certificate with the noise measurements. Shall I?"],
    "locked-mfa": ["Thank you, that matches. Your account is open again, please sign in with your password."],
    "parcel-fee-text": ["I've frozen the account and signed out the new device."],
    "person-please": [
        "Hi Walter, I'm Ada, a person. What can I do for you?",
        "If nobody accepts it, it comes back to us after 7 days and we send it again at no cost.",
    ],
    "warranty-motor": ["I'm afraid I can't lend you one. Is a morning fine?"],
}


@pytest.fixture
def maya() -> Actor:
    return Actor(content.scenarios()["duplicate-charge"].tell())


def said(actor: Actor, text: str, **more) -> str:
    return " | ".join(line.text for line in actor.hear(text, **more))


@pytest.mark.parametrize("slug", content.scenarios())
def test_a_fair_answer_settles_every_scenario(slug):
    actor = Actor(content.scenarios()[slug].tell())
    draft = actor.telling.handoff.get("draft")
    for text in [*([draft] if draft else []), *TALKS.get(slug, []), DONE]:
        if not actor.memory.is_settled:
            assert actor.hear(text, agent="Ada Kowalczyk"), text
    assert actor.memory.is_settled


def test_asked_for_a_fact_they_give_it(maya):
    assert "48213" in said(maya, "Could you tell me your order number?")


def test_asked_again_they_notice(maya):
    maya.hear("Could you tell me your order number?")
    assert said(maya, "What was the order number?").startswith("as I said")


def test_a_refund_pleases(maya):
    assert "thank you" in said(maya, "I'm refunding the second payment.")


def test_a_refusal_does_not(maya):
    assert "thank you" not in said(maya, "I can't refund this.")


def test_the_agent_is_called_by_first_name_when_it_is_known(maya):
    maya.hear("I've refunded it.")
    assert said(maya, "The reference is RF-1.", agent="Ada Kowalczyk").endswith("Ada")


def test_and_by_no_name_when_it_is_not(maya):
    maya.hear("I've refunded it.")
    assert "{" not in said(maya, "The reference is RF-1.")


def test_small_talk_ends_by_itself(maya):
    answers = [said(maya, "Mhm.") for _ in range(5)]
    assert answers[-1] == ""


def test_after_the_end_there_is_one_goodbye(maya):
    maya.hear("I've refunded it.")
    maya.hear("The reference is RF-1.")
    assert [bool(maya.hear("Have a nice day!")) for _ in range(3)] == [True, False, False]


def test_patience_runs_out_in_steps(maya):
    assert maya.lose_patience(10) is None
    first, second = maya.lose_patience(200), maya.lose_patience(200)
    assert first
    assert second
    assert first.text != second.text
    assert maya.lose_patience(200) is None


def test_who_waited_long_gives_fewer_stars(maya):
    assert maya.csat(waited=900) < maya.csat(waited=20)


def test_a_memory_survives_being_written_down(maya):
    maya.hear("I'm refunding the second payment.")
    again = Actor(maya.telling, Memory(**maya.memory.as_dict()))
    assert said(again, "I'm refunding the second payment.") != said(
        Actor(maya.telling), "I'm refunding the second payment."
    )


def test_an_insult_is_answered_as_one_and_remembered(maya):
    assert "no need to talk to me like that" in said(maya, "Don't be an idiot, it is your own fault.")
    assert "supervisor" in said(maya, "Are you stupid?")
    assert maya.csat(waited=0) == 1


@pytest.mark.parametrize("text", ["Nobody should feel stupid about this.", "You're not stupid, it happens to many."])
def test_comfort_is_no_insult(maya, text):
    maya.hear(text)
    assert not maya.memory.objections


def test_another_language_than_theirs_is_not_understood(maya):
    assert "only speak English" in said(maya, "Guten Tag, ich habe die zweite Zahlung für Sie erstattet.")
    gerda = Actor(content.scenarios()["spaetes-paket"].tell())
    assert "auf Deutsch" in said(gerda, "You will have the parcel with you tomorrow, and it is free.")


def test_a_sum_that_is_not_theirs_is_noticed(maya):
    assert "€500.00? for me it's €89.00" in said(maya, "I'm refunding €500.00 to your card.")
    assert "thank you" in said(maya, "I'm refunding €89.00 to your card.")


def test_what_they_cannot_know_they_say_so(maya):
    assert "can't you see that on your side?" in said(maya, "Which browser version are you on?")


def test_what_has_nothing_to_do_with_them_puzzles_them(maya):
    assert "what does that have to do with my question?" in said(maya, "Penguins swim beautifully underwater.")


def test_a_promise_to_look_settles_nothing(maya):
    maya.hear("I'm refunding the second payment.")
    maya.hear("I'm looking into it now and will write here as soon as I know more.")
    assert not maya.memory.is_settled
