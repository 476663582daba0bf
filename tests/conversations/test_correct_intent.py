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
