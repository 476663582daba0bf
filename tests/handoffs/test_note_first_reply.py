from apps.conversations import operations as conversations
from apps.handoffs import reactions
from handoff_console import tasks


def test_the_first_reply_is_noted_and_stays(claimed, alice):
    for token in ("1", "2"):
        conversations.send_reply(claimed.conversation, agent=alice, text="Hello", token=token)
    first, second = claimed.conversation.events.filter(kind="reply.sent").order_by("seq")

    for event in (first, second):
        reactions.note_first_reply(event)

    claimed.refresh_from_db()
    assert claimed.first_reply_at == first.at


def test_a_worker_notes_it(claimed, alice):
    reply = conversations.send_reply(claimed.conversation, agent=alice, text="Hello", token="1")
    tasks.react()
    claimed.refresh_from_db()
    assert claimed.first_reply_at == claimed.conversation.events.get(message=reply, kind="reply.sent").at
