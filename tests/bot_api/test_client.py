"""The client package, over real HTTP."""

import pytest

from apps.conversations import operations as conversations
from apps.conversations.models import Message
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handoff
from handoff_client import AsyncClient, Client, HandoffError, NotHolder

from .conftest import turn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def console(live_server, bot):
    with Client(live_server.url, bot.key) as client:
        yield client


def test_a_whole_handoff_and_back(console, alice, billing):
    told = console.send_messages("c 1", [turn("help", 1)], customer={"reference": "cust-1"})
    assert (told["stored"], told["epoch"]) == (1, 1)
    opened = console.hand_over(conversation="c 1", reason="explicit_request", summary="Needs help.")
    handoff = Handoff.objects.get(pk=opened["id"])
    handoffs.claim(handoff, agent=alice)
    conversations.send_reply(handoff.conversation, agent=alice, text="Done!", token="1")
    handoffs.hand_back(handoff, agent=alice, brief={"done": ["helped"]})

    seen = {}
    for event in console.events(wait=5):
        seen[event["type"]] = event["data"]
        if event["type"] == "handback.offered":
            back = console.accept_handback(event["data"]["handback"])
            break

    assert list(seen) == ["handoff.queued", "handoff.claimed", "reply.sent", "handback.offered"]
    assert seen["reply.sent"]["message"]["text"] == "Done!"
    assert seen["handback.offered"]["brief"] == {"done": ["helped"]}
    assert (back["state"], back["holder"]) == ("returned", "bot")
    assert console.send_messages("c 1", [turn("Anything else?", 2, role="bot")], epoch=back["epoch"])["stored"] == 1
    assert console.outcome("c 1", "resolved", csat=5)["holder"] == "bot"


def test_asking_with_a_cursor_says_that_replies_have_arrived(console, claimed, alice):
    sent = conversations.send_reply(claimed.conversation, agent=alice, text="hello", token="1")
    cursor = console.pull()["cursor"]
    sent.refresh_from_db()
    assert sent.delivery == Message.Delivery.SENDING
    console.pull(cursor)
    sent.refresh_from_db()
    assert sent.delivery == Message.Delivery.DELIVERED


def test_refusals_are_exceptions_with_their_code(console, claimed):
    with pytest.raises(NotHolder) as refused:
        console.send_messages("chat-1", [turn("me!", 1, role="bot")], epoch=1)
    assert (refused.value.holder, refused.value.epoch) == ("agent", 3)
    with pytest.raises(HandoffError) as refused:
        console.hand_over(customer={"reference": "x"}, transcript=[turn("a")], moood="angry")
    assert refused.value.errors[0]["field"] == "moood"


@pytest.mark.parametrize("reference", ["a/../chat-1", "..", "x/./y", "eu/42", "a?b#c d%2Fé"])
def test_a_reference_leads_to_its_own_conversation(console, conversation, reference):
    told = console.send_messages(reference, [turn("mine", 1)], customer={"reference": "cust-1"})
    assert told["conversation"] == reference
    assert console.conversation(reference)["seq"] == 1
    assert not conversation.messages.filter(text="mine").exists()


def test_the_policy_can_be_asked(console, conversation):
    assert console.escalation("chat-1", frustration=0.9)["escalate"] is True


async def test_the_same_without_waiting_in_line(live_server, bot, conversation):
    async with AsyncClient(live_server.url, bot.key) as console:
        assert (await console.send_messages("chat-1", [turn("hi", 1)]))["stored"] == 1
        assert (await console.conversation("chat-1"))["holder"] == "bot"
        assert (await console.pull(wait=0))["events"] == []
