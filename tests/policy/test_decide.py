from apps.conversations import operations as conversations
from apps.conversations.turns import Turn
from apps.handoffs import operations as handoffs
from apps.policy import operations as policies
from apps.policy.models import Decision, Policy


def test_a_decision_names_rule_evidence_and_version(conversation):
    decision = policies.decide(conversation, signals={"confidence": 0.9})

    assert decision.escalate
    leading = decision.fired[0]
    assert (leading["rule"], leading["turn"]) == ("Frustrated customer", 3)
    assert str(decision.policy) == "Default v1"
    assert (decision.urgency, decision.through) == (3, 3)
    assert conversation.events.filter(kind="escalation.advised").count() == 1


def test_a_rule_that_is_switched_off_says_nothing(conversation):
    policies.install_default_policy().rules.update(is_active=False)

    assert not policies.decide(conversation).escalate


def test_no_rule_no_escalation_but_a_stored_answer(botto, maya):
    quiet = conversations.open_conversation(botto, "chat-2", customer=maya)
    conversations.receive_messages(quiet, [Turn("customer", "Where is my parcel?")])

    decision = policies.decide(quiet, signals={})

    assert not decision.escalate
    assert decision.fired == []
    assert not quiet.events.filter(kind="escalation.advised").exists()


def test_what_was_said_before_a_person_helped_is_settled(claimed, alice):
    conversations.send_reply(claimed.conversation, agent=alice, text="Refunded.", token="1")
    handback = handoffs.hand_back(claimed, agent=alice, brief={})
    handoffs.accept_handback(handback)

    assert not policies.decide(claimed.conversation, signals={}).escalate


def test_the_customers_words_are_not_kept_twice(conversation):
    decision = policies.decide(conversation, signals={"text": "my secret"})

    assert "secret" not in str(decision.signals) + str(decision.fired)


def test_a_dry_run_stores_nothing(conversation):
    draft = policies.copy_policy(policies.install_default_policy())
    draft.rules.exclude(kind="frustration").delete()

    ((judged, fired),) = policies.dry_run(draft, [conversation])

    assert judged == conversation
    assert [it.kind for it in fired] == ["frustration"]
    assert not Decision.objects.exists()


def test_a_decision_keeps_its_policy_version(conversation):
    before = policies.decide(conversation)
    draft = policies.copy_policy(before.policy)
    policies.activate(draft)

    assert policies.decide(conversation).policy == draft
    before.refresh_from_db()
    assert (before.policy.version, before.policy.state) == (1, Policy.State.RETIRED)
