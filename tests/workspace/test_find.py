import pytest


@pytest.mark.parametrize("asked", ["okafor", "chat-1", "charged twice", "cust-maya", "maya@example.com"])
def test_a_conversation_is_found_by_customer_reference_and_words(as_agent, claimed, alice, asked):
    assert "Maya Okafor" in as_agent(alice).get("/find/", {"q": asked}).content.decode()


def test_another_teams_conversations_are_not_found(as_agent, claimed, carol):
    assert "Maya" not in as_agent(carol).get("/find/", {"q": "okafor"}).content.decode()


@pytest.mark.parametrize("asked", ["\0", "%", "' OR 1=1", "\U0001f600", "a" * 5000, '"unclosed'])
def test_odd_words_find_nothing_and_break_nothing(as_agent, claimed, alice, asked):
    assert as_agent(alice).get("/find/", {"q": asked}).status_code == 200
