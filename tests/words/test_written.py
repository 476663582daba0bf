"""What the console writes down is in the installation's language, or is put in the reader's words when it is shown.

A summary and a draft are in the customer's language instead, and their elements say so.
"""

import pytest

from apps.assist.handback import compose_handback
from apps.assist.operations import refresh_brief
from apps.assist.writers import WriterFailed
from apps.assist.writers.openai_compatible import OpenAICompatibleWriter
from apps.bot_api import targets, webhooks
from apps.conversations import operations as conversations
from apps.conversations.models import Conversation
from apps.conversations.turns import Turn
from apps.core.models import Delivery
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback, Handoff
from apps.policy import rules
from apps.policy.models import Rule
from apps.routing.operations import set_route
from apps.routing.place import place
from apps.workspace import parts
from apps.workspace.view import ConversationView

from .pseudo import CLOSE, OPEN


def is_message(text: str) -> bool:
    return text.startswith(OPEN) and text.endswith(CLOSE)


@pytest.fixture
def read(keys, alice, unworded):
    """What of the page was written in no language, once the local writer has read the conversation."""

    def paint(*turns: Turn) -> list[str]:
        Conversation.objects.update(language="en")
        conversation = Conversation.objects.get(pk=keys["c"])
        conversations.receive_messages(conversation, turns)
        refresh_brief(conversation.pk)
        conversation.refresh_from_db()
        return unworded(parts.render(ConversationView(alice, conversation), parts.EVERY_PART))

    return paint


def test_the_brief(read):
    assert read() == []


@pytest.mark.parametrize("said", ["thanks, that is great", "my order is 48213"])
def test_the_next_action_once_an_agent_has_answered(read, keys, alice, said):
    conversation = Conversation.objects.get(pk=keys["c"])
    conversations.send_reply(conversation, agent=alice, text="Which order is it?", token="t")
    assert read(Turn("customer", said, "m9")) == []


def test_the_brief_for_the_bot(keys, alice):
    handoff = Handoff.objects.get(pk=keys["handoffs"])
    conversations.send_reply(handoff.conversation, agent=alice, text="Will it do?", token="t")
    brief = compose_handback(Conversation.objects.get(pk=keys["c"]), handoff.opened_at_position)
    told = [*brief["open"], *brief["bot_may"], *brief["bot_must_not"]]
    assert len(told) >= 4
    assert all(map(is_message, told))


def test_why_a_team_has_it(keys, billing, alice, technical):
    set_route("", technical)
    for intent in ("", "weather", "billing", "billing.refund"):
        assert is_message(place(intent, reason="high_risk", language="de").because)
    set_route("billing", billing, language="de")
    assert is_message(place("billing", language="de").because)
    handback = handoffs.hand_back(Handoff.objects.get(pk=keys["handoffs"]), agent=alice, brief={})
    handoffs.accept_handback(handback)
    assert is_message(handoffs.take_over(Handback.objects.get(), agent=alice).placed_why)


JUDGED = [
    ({"explicit_request": True}, []),
    ({"out_of_scope": True, "frustration": 0.9, "failed_attempts": 3}, []),
    ({"sentiment": "angry", "intent": "out_of_scope"}, []),
    ({}, [("customer", "a human please!! this is ridiculous"), ("customer", "fraud"), ("bot", "no"), ("bot", "no")]),
    ({"confidence": 0.1}, [("bot", "hm", {"confidence": 0.2})]),
]


@pytest.mark.parametrize(("signals", "turns"), JUDGED)
def test_why_a_rule_fired(keys, signals, turns):
    numbered = [rules.Turn(position, *turn) for position, turn in enumerate(turns, start=1)]
    fired = rules.evaluate(Rule.objects.all(), rules.Situation(numbered, signals))
    assert fired
    assert all(is_message(each.because) for each in fired)


@pytest.mark.parametrize("url", ["ftp://example.com/", "https://user:secret@example.com/", "https://[::1/"])
def test_why_an_address_is_refused(url):
    with pytest.raises(targets.Refused) as refused:
        targets.check_url(url)
    assert is_message(str(refused.value))


def test_what_came_of_a_delivery(keys, settings):
    delivery = Delivery.objects.get(pk=keys["deliveries"])
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    assert is_message(webhooks.post(_endpoint("https://127.0.0.1/"), "evt_1", b"").error)
    Delivery.objects.filter(pk=delivery.pk).update(subject=0)
    assert is_message(webhooks.send(Delivery.objects.get(pk=delivery.pk)).error)


def test_why_the_model_gave_nothing(monkeypatch):
    monkeypatch.setattr(OpenAICompatibleWriter, "_resting_until", 0.0)
    with pytest.raises(WriterFailed) as failed:
        OpenAICompatibleWriter("http://127.0.0.1:1/v1", "tiny")._post("", "")
    assert is_message(str(failed.value))


def _endpoint(url: str):
    return webhooks.Endpoint(url=url, secrets=["whsec_AAAA"])
