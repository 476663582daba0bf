from apps.conversations import operations as conversations


def test_what_an_agent_corrected_is_theirs_until_the_bot_says_something_new(conversation, alice, botto, maya):
    def told(intent: str) -> None:
        conversations.open_conversation(botto, "chat-1", customer=maya, intent=intent)
        conversation.refresh_from_db()

    told("billing")
    conversations.correct_intent(conversation, agent=alice, intent="billing.refund")
    told("billing.refund")
    assert (conversation.intent, conversation.intent_by) == ("billing.refund", alice)
    told("parcel")
    assert (conversation.intent, conversation.intent_by) == ("parcel", None)
    assert conversation.events.get(kind="intent.corrected").data == {"was": "billing", "intent": "billing.refund"}


def test_how_sure_the_bot_was_of_one_intent_says_nothing_of_the_next(conversation, botto, maya):
    for told in ({"intent": "billing", "intent_confidence": 0.9}, {"intent": "parcel"}):
        known = conversations.open_conversation(botto, "chat-1", customer=maya, **told)
    assert (known.intent, known.intent_confidence) == ("parcel", None)
    known = conversations.open_conversation(botto, "chat-1", customer=maya, intent="billing", intent_confidence=0.4)
    assert (known.intent, known.intent_confidence) == ("billing", 0.4)
