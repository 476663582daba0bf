from apps.handoffs.models import Handoff

from .conftest import turn


def test_the_advice_goes_into_the_handoff_as_it_is(bot, conversation, billing):
    bot.post("/conversations/chat-1/messages", {"messages": [turn("Let me talk to a human please", 9)]})
    verdict = bot.post("/escalations", {"conversation": "chat-1", "confidence": 0.2}, once=None).json()
    assert verdict["escalate"] is True
    assert verdict["handoff"]["reason"] == "explicit_request"
    assert verdict["handoff"]["evidence"] == "t9"

    opened = bot.post("/handoffs", verdict["handoff"])

    assert opened.status_code == 201, opened.content
    handoff = Handoff.objects.get(pk=opened.json()["id"])
    assert handoff.rule == verdict["fired"][0]["rule"]
    assert handoff.evidence.external_id == "t9"


def test_how_urgent_the_rule_is_goes_with_it(bot, conversation, billing):
    bot.post("/conversations/chat-1/messages", {"messages": [turn("My card was stolen!", 9)]})
    verdict = bot.post("/escalations", {"conversation": "chat-1"}).json()
    assert verdict["handoff"]["urgency"] == "critical"
    opened = bot.post("/handoffs", verdict["handoff"]).json()
    assert bot.get(f"/handoffs/{opened['id']}").json()["urgency"] == "critical"


def test_a_calm_conversation_stays_with_the_bot(bot):
    told = {"customer": {"reference": "c"}, "messages": [turn("What are your opening hours?", 1)]}
    bot.post("/conversations/calm/messages", told)
    verdict = bot.post("/escalations", {"conversation": "calm", "confidence": 0.97}).json()
    assert verdict["escalate"] is False
    assert verdict["handoff"] is None


def test_another_bots_conversation_is_not_judged(other, conversation):
    assert other.post("/escalations", {"conversation": "chat-1"}).status_code == 404
