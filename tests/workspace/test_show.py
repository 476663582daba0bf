import pytest
from django.utils import timezone

from apps.conversations import operations as conversations
from apps.conversations.models import Message
from apps.conversations.operations import Turn
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handoff

from .brief import write_brief


def test_whoever_is_in_the_team_sees_the_conversation(as_agent, claimed, bob):
    page = as_agent(bob).get(f"/c/{claimed.conversation_id}/")

    assert "I was charged twice for order 48213" in page.content.decode()
    assert "Alice Archer holds this chat" in page.content.decode()


@pytest.mark.parametrize(
    "path", ["/c/{c}/", "/c/{c}/parts/", "/c/{c}/earlier/"], ids=["the page", "its parts", "its past"]
)
def test_for_another_team_there_is_no_such_conversation(as_agent, claimed, carol, path):
    theirs = as_agent(carol).get(path.format(c=claimed.conversation_id))
    missing = as_agent(carol).get(path.format(c=999_999))

    assert (theirs.status_code, missing.status_code) == (404, 404)


def test_a_stranger_is_led_to_the_way_in_and_a_click_of_theirs_is_not(client, claimed):
    path = f"/c/{claimed.conversation_id}/"

    assert client.get(path).headers["Location"] == f"/accounts/login/?next={path}"
    assert client.get(f"{path}parts/", headers={"HX-Request": "true"}).status_code == 401


def test_what_a_customer_wrote_is_text(as_agent, claimed, alice):
    conversations.receive_messages(claimed.conversation, [Turn("customer", "<script>alert(1)</script>", "m9")])

    page = as_agent(alice).get(f"/c/{claimed.conversation_id}/").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_attachment_shows_its_host_and_only_the_web_is_linked(as_agent, claimed, alice):
    files = [
        {"name": "bill.pdf", "type": "application/pdf", "size": 2048, "url": "https://files.example.com/bill.pdf"},
        {"name": "trap", "url": "javascript:alert(1)"},
    ]
    turn = Turn("customer", "see", "m9", attachments=files)
    conversations.receive_messages(claimed.conversation, [turn])

    page = as_agent(alice).get(f"/c/{claimed.conversation_id}/").content.decode()

    assert "files.example.com" in page
    assert "javascript:" not in page


def test_what_only_looks_like_an_address_closes_no_page(as_agent, claimed, alice):
    broken = "https://[oops"
    turn = Turn("customer", "see", "m9", attachments=[{"name": "bill.pdf", "url": broken}], facts={"page": broken})
    conversations.receive_messages(claimed.conversation, [turn])
    write_brief(claimed.conversation, sources=[{"number": 1, "title": "Refunds", "url": broken}])

    page = as_agent(alice).get(f"/c/{claimed.conversation_id}/").content.decode()

    assert "bill.pdf" in page
    assert f'href="{broken}' not in page


def test_the_seam_says_team_and_reason(as_agent, claimed, alice):
    page = as_agent(alice).get(f"/c/{claimed.conversation_id}/").content.decode()

    assert "Handed to Billing · frustrated" in page
    assert "Alice Archer took the chat" in page


def test_earlier_turns_come_in_pages_and_none_twice(as_agent, claimed, alice):
    turns = [Turn("customer", f"turn number {n}", f"n{n}") for n in range(120)]
    conversations.receive_messages(claimed.conversation, turns)
    claimed.conversation.refresh_from_db()

    agent, seen = as_agent(alice), []
    page = agent.get(f"/c/{claimed.conversation_id}/").content.decode()
    while True:
        positions = [int(part.split('"')[0]) for part in page.split('data-position="')[1:]]
        seen = positions + seen
        if positions[0] == 1:
            break
        page = agent.get(f"/c/{claimed.conversation_id}/earlier/?before={positions[0]}").content.decode()

    assert seen == list(range(1, 124))


def test_the_number_of_queries_does_not_grow_with_the_transcript(
    as_agent, claimed, alice, django_assert_max_num_queries
):
    agent, path = as_agent(alice), f"/c/{claimed.conversation_id}/"
    agent.get(path)
    turns = [Turn("customer", f"turn {n}", f"n{n}", timezone.now()) for n in range(200)]
    conversations.receive_messages(claimed.conversation, turns)

    with django_assert_max_num_queries(40):
        agent.get(path)


@pytest.mark.parametrize(
    ("mode", "channel", "said"),
    [
        ("live", "web", "<span>Web chat</span>"),
        ("callback", "web", "<span>Callback · Web chat</span>"),
        ("ticket", "app", "<span>Ticket · App</span>"),
        ("email", "email", "<span>Email</span>"),
    ],
)
def test_whoever_is_not_to_be_answered_in_a_live_chat_is_shown_as_such(claimed, alice, paint, mode, channel, said):
    Handoff.objects.filter(pk=claimed.pk).update(mode=mode)
    claimed.conversation.channel = channel
    assert said in paint(alice, claimed.conversation, "header")


def test_how_to_answer_is_said_no_more_when_the_handoff_has_ended(claimed, alice, paint):
    Handoff.objects.filter(pk=claimed.pk).update(mode="callback")
    handoffs.close(claimed, agent=alice, outcome="resolved")
    assert "Callback" not in paint(alice, claimed.conversation, "header")


def test_a_reply_that_failed_offers_another_try(as_agent, claimed, alice):
    message = conversations.send_reply(claimed.conversation, agent=alice, text="Hello", token="t1")
    conversations.settle_reply(message, Message.Delivery.FAILED)

    agent, path = as_agent(alice), f"/c/{claimed.conversation_id}/"
    assert "Not delivered" in agent.get(path).content.decode()
    agent.post(f"{path}reply/{message.pk}/retry/")

    assert "Sending…" in agent.get(path).content.decode()


def test_the_inbox_lists_mine_and_my_teams_queues(as_agent, claimed, alice, bob, conversation):
    assert "Maya Okafor" in as_agent(alice).get("/").content.decode()

    handoffs.release(claimed, agent=alice)

    assert "1 waiting" in as_agent(bob).get("/").content.decode()
