"""The brief for the bot is made of what the agent said."""

from apps.assist.handback import compose_handback
from apps.conversations import operations as conversations
from apps.conversations.operations import Turn
from apps.knowledge import operations as knowledge


def test_it_sorts_what_the_agent_said(claimed, alice):
    conversation = claimed.conversation
    text = "Hi Maya. I've refunded €89.00. You'll see it within 5 days. Holds fall away by themselves after a week."
    conversations.send_reply(conversation, agent=alice, text=text, token="1")
    conversations.receive_messages(conversation, [Turn("customer", "ok. will I get an email?")])
    conversation.refresh_from_db()
    brief = compose_handback(conversation, claimed.opened_at_position)
    assert brief["done"] == ["I've refunded €89.00."]
    assert brief["promised"] == ["You'll see it within 5 days."]
    assert brief["told"] == ["Holds fall away by themselves after a week."]
    assert brief["open"] == ["Customer asked: “will I get an email?”"]
    assert "order number" in brief["bot_must_not"][0]
    assert brief["bot_may"]


def test_what_the_playbook_leaves_to_the_bot_is_the_first_thing_it_may_do(claimed, alice):
    conversations.correct_intent(claimed.conversation, agent=alice, intent="refund")
    steps = ["Refund it", "Hand back: the bot watches the refund"]
    knowledge.import_article(slug="refund", title="Refund", kind="playbook", intents=["refund"], steps=steps)
    brief = compose_handback(claimed.conversation, claimed.opened_at_position)
    assert brief["bot_may"][0] == "The bot watches the refund"


def test_nothing_said_is_nothing_promised(claimed):
    brief = compose_handback(claimed.conversation, claimed.opened_at_position)
    assert (brief["done"], brief["promised"], brief["told"]) == ([], [], [])
