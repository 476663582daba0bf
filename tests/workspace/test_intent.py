import pytest


@pytest.fixture
def correct(claimed, intents, as_agent):
    def press(agent, intent):
        return as_agent(agent).post(f"/c/{claimed.conversation_id}/intent/", {"intent": intent})

    return press


def test_the_agent_corrects_what_the_customer_wants(correct, claimed, alice):
    answer = correct(alice, "billing.duplicate_charge")
    claimed.conversation.refresh_from_db()
    assert claimed.conversation.intent == "billing.duplicate_charge"
    assert claimed.conversation.intent_by == alice
    assert "Billing › Duplicate charge" in answer.text
    assert "corrected" in answer.text


def test_an_intent_nobody_knows_is_refused_in_words(correct, claimed, alice):
    assert "Choose one of the intents" in correct(alice, "made.up").text
    claimed.conversation.refresh_from_db()
    assert claimed.conversation.intent == ""


def test_a_word_of_the_bots_own_stays_choosable(claimed, alice, intents, paint):
    claimed.conversation.intent = "parcel.lost_at_sea"
    assert '<option value="parcel.lost_at_sea" selected>Parcel › Lost at sea</option>' in paint(
        alice, claimed.conversation, "why"
    )


def test_carol_finds_nothing(correct, carol):
    assert correct(carol, "billing").status_code == 404


def test_a_corrected_intent_asks_for_its_own_facts(correct, brief, claimed, alice):
    assert "3 of 4 needed" in correct(alice, "billing.duplicate_charge").text
