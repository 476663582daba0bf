from threading import Barrier, Thread

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.db import connection

from apps.bot_api import feed, operations, queries
from apps.bot_api.bell import Bell
from apps.conversations import events
from apps.conversations import operations as conversations
from apps.conversations.models import Bot, Conversation, Message
from apps.handoffs import operations as handoffs
from apps.privacy.operations import erase_customer

pytestmark = pytest.mark.django_db(transaction=True)


def test_events_come_in_order_with_what_a_bot_needs(bot, claimed, alice):
    conversations.send_reply(claimed.conversation, agent=alice, text="On it.", token="1")
    handoffs.hand_back(claimed, agent=alice, brief={"done": ["refund"]})
    seen = bot.get("/events").json()["events"]
    assert [event["type"] for event in seen] == ["handoff.queued", "handoff.claimed", "reply.sent", "handback.offered"]
    assert [event["epoch"] for event in seen] == [2, 3, 3, 4]
    assert [event["seq"] for event in seen] == sorted(event["seq"] for event in seen)
    assert seen[2]["data"]["message"]["text"] == "On it."
    assert seen[2]["data"]["message"]["agent"] == "Alice"
    assert seen[3]["data"]["brief"] == {"done": ["refund"]}


def test_a_cursor_goes_on_where_it_stopped(bot, claimed, alice):
    cursor = bot.get("/events").json()["cursor"]
    handoffs.release(claimed, agent=alice)
    assert [event["type"] for event in bot.get(f"/events?after={cursor}").json()["events"]] == ["handoff.released"]


def test_latest_is_from_now_on(bot, claimed, alice):
    page = bot.get("/events?after=latest").json()
    assert page["events"] == []
    handoffs.release(claimed, agent=alice)
    assert len(bot.get(f"/events?after={page['cursor']}").json()["events"]) == 1


def test_another_bot_hears_nothing_of_it(other, claimed):
    assert other.get("/events").json()["events"] == []


def test_what_stays_inside_is_not_pulled(bot, claimed, alice):
    conversations.write_note(claimed.conversation, agent=alice, text="between us", token="n1")
    assert "between us" not in bot.get("/events").content.decode()


def test_what_agents_note_for_each_other_is_not_pulled_with_a_move(bot, claimed, alice, technical, carol):
    note = "between 4111 1111 1111 1111 us"
    handoffs.release(claimed, agent=alice, note=note)
    handoffs.claim(claimed, agent=alice)
    handoffs.transfer_to_agent(claimed, agent=alice, to=carol, team=technical, note=note)
    handoffs.close(claimed, agent=carol, outcome="resolved", note=note)
    kept = claimed.conversation.events.filter(data__has_key="note").values_list("kind", "data__note")
    moves = ("handoff.released", "handoff.transferred", "handoff.closed")
    assert list(kept.order_by("seq")) == [(kind, "between •••• 1111 us") for kind in moves]
    heard = bot.get("/events").json()["events"]
    assert set(moves) <= {event["type"] for event in heard}
    assert not any("note" in event["data"] for event in heard)


def test_a_pull_that_waits_hears_of_it(bot, claimed, alice):
    cursor = bot.get("/events").json()["cursor"]
    heard = {}

    def pull():
        heard.update(bot.get(f"/events?after={cursor}&wait=20").json())
        connection.close()

    waiting = Thread(target=pull)
    waiting.start()
    handoffs.release(claimed, agent=alice)
    waiting.join(15)
    assert [event["type"] for event in heard["events"]] == ["handoff.released"]


def test_a_reply_is_delivered_once_the_cursor_has_passed_it(bot, claimed, alice):
    reply = conversations.send_reply(claimed.conversation, agent=alice, text="On it.", token="1")
    cursor = bot.get("/events").json()["cursor"]
    reply.refresh_from_db()
    assert reply.delivery == Message.Delivery.SENDING

    bot.get(f"/events?after={cursor}")

    reply.refresh_from_db()
    assert reply.delivery == Message.Delivery.DELIVERED


def test_what_stopped_a_pull_half_way_is_done_at_the_next(bot, claimed, alice):
    reply = conversations.send_reply(claimed.conversation, agent=alice, text="On it.", token="1")
    cursor = bot.get("/events").json()["cursor"]
    with connection.cursor() as sql:  # the reply cannot be settled now, as when the process is killed in between
        sql.execute("ALTER TABLE conversations_message ADD CONSTRAINT no CHECK (delivery <> 'delivered') NOT VALID")
    try:
        assert bot.get(f"/events?after={cursor}").status_code == 500
    finally:
        with connection.cursor() as sql:
            sql.execute("ALTER TABLE conversations_message DROP CONSTRAINT no")

    assert bot.get(f"/events?after={cursor}").status_code == 200

    reply.refresh_from_db()
    assert reply.delivery == Message.Delivery.DELIVERED


def test_erasing_a_customer_does_not_stop_a_bots_reading(bot, claimed, alice, ada):
    conversations.send_reply(claimed.conversation, agent=alice, text="On it.", token="1")
    page = bot.get("/events").json()
    erase_customer(claimed.conversation.customer, by=ada)

    answer = bot.get(f"/events?after={page['cursor']}")

    assert answer.status_code == 200
    assert [event["type"] for event in answer.json()["events"]] == ["handoff.cancelled"]


def test_what_was_erased_before_it_was_pulled_is_not_told(bot, claimed, alice, ada):
    conversations.send_reply(claimed.conversation, agent=alice, text="On it.", token="1")
    erase_customer(claimed.conversation.customer, by=ada)
    (told,) = bot.get("/events").json()["events"]
    assert (told["type"], told["data"]) == ("handoff.cancelled", {"handoff": claimed.pk})


def test_a_cursor_never_moves_back(botto):
    operations.advance_reader(botto, 5, 7)
    operations.advance_reader(botto, 5, 6)
    operations.advance_reader(botto, 4, 9)
    assert queries.reader_of(botto) == (5, 7)


def test_a_pull_that_waits_is_woken(botto, claimed, alice):
    """It would also look by itself, but only every two seconds."""

    async def ring() -> bool:
        async with Bell(f"bot:{botto.pk}") as bell:
            await sync_to_async(handoffs.release)(claimed, agent=alice)
            return await bell.rings_within(5)

    assert async_to_sync(ring)()


def test_a_cursor_from_another_database_is_gone(bot):
    assert bot.get("/events?after=999999999999-1").status_code == 410


def test_eight_writers_and_a_reader_that_skips_nothing(botto, maya):
    """Ids are handed out before commits: a reader that followed ids alone skipped a quarter of the rows."""
    chats = [conversations.open_conversation(botto, f"race-{n}", customer=maya) for n in range(8)]
    barrier, finished = Barrier(9), []

    def write(chat: Conversation):
        barrier.wait()
        for _ in range(30):
            with events.transaction.atomic():
                events.record(chat, "reply.sent")
        finished.append(chat)
        connection.close()

    threads = [Thread(target=write, args=[chat]) for chat in chats]
    for thread in threads:
        thread.start()
    barrier.wait()
    seen = _read_to_the_end(botto, lambda: len(finished) == 8)
    for thread in threads:
        thread.join()

    assert len(seen) == len(set(seen)) == 240
    for chat in chats:
        assert [seq for reference, seq in seen if reference == chat.reference] == list(range(1, 31))


def _read_to_the_end(bot: Bot, all_written) -> list[tuple[str, int]]:
    seen, cursor = [], feed.Cursor()
    while True:
        is_last = all_written()
        page = feed.read(bot, cursor)
        seen += [(event["conversation"], event["seq"]) for event in page["events"]]
        cursor = feed.Cursor.parse(page["cursor"])
        if is_last and not page["events"]:
            return seen
