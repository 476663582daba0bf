"""A worker is killed in the middle of reactions and deliveries: another one finishes them. Redis is gone: all of it
goes on, a sweep later.

Tried by hand: without the lease (a delivery being sent is never due again) the first test fails, with the rows that
the dead worker held. With the sweeps left to Celery's clock, which speaks through Redis, the other one fails.
"""

import json
import threading
from collections import Counter
from collections.abc import Iterator

import pytest

from apps.core.house.waiting import until
from tests.bot_api.receiver import Answer

pytestmark = pytest.mark.faults
CHATS, REPLIES = 6, 2
OPEN = "select count(*) from core_delivery where state in ('due', 'sending')"
SENDING = "select subject from core_delivery where state = 'sending'"
UNHEARD = "select count(*) from conversations_conversationevent where reacted_at is null"
BRIEFED = """
select count(*) from conversations_conversation c where reference like %s and exists (
  select 1 from assist_brief b where b.conversation_id = c.id and b.through = c.message_count)
"""


@pytest.fixture
def worker(stack) -> Iterator:
    """Start a worker: worker("name"). All are gone at the end."""
    begun = []

    def start(name: str):
        begun.append(stack.worker(name))
        return begun[-1]

    yield start
    for one in begun:
        one.stop()


@pytest.fixture
def killed_at(webhook, chance) -> Iterator[tuple[threading.Event, threading.Event]]:
    """Set when the webhook has been called a random number of times; it answers once the second one is set."""
    webhook.received.clear()
    moment, reached, killed = chance.randrange(1, CHATS * 3), threading.Event(), threading.Event()

    def answer() -> Answer:
        if len(webhook.received) >= moment and not killed.is_set():
            reached.set()
            killed.wait(30)
        return 200, {}, b""

    webhook.answer = answer
    yield reached, killed
    killed.set()
    webhook.answer = lambda: (200, {}, b"")


def test_another_worker_finishes_what_a_killed_one_began(stack, webhook, worker, reference, killed_at):
    reached, killed = killed_at
    chats = {f"{reference}-{n}": stack.chat(f"{reference}-{n}", stack.pushed_bot) for n in range(CHATS)}
    for named, chat in chats.items():
        for number in range(REPLIES):
            stack.click(f"/c/{chat}/reply/", text=f"reply {number}", token=f"{named}-{number}")
    first = worker("first")
    assert reached.wait(30)
    first.kill()
    killed.set()
    was_sending = {f"evt_{event}" for (event,) in stack.ask(SENDING)}
    assert was_sending, "nothing was cut off, so nothing is shown"

    # Two minutes go by: whoever was sending or reading is taken for dead.
    stack.ask("update core_delivery set due_at = now() where state = 'sending'")
    stack.ask("update assist_reading set leased_until = now() where leased_until is not null")
    worker("second")

    assert until(lambda: stack.ask(OPEN) == [(0,)], 30), stack.ask(OPEN)
    assert until(lambda: stack.ask(UNHEARD) == [(0,)], 30), stack.ask(UNHEARD)
    assert until(lambda: stack.ask(BRIEFED, f"{reference}-%") == [(CHATS,)], 30), stack.ask(BRIEFED, f"{reference}-%")
    events = [json.loads(body) for _, body in webhook.received]
    assert_each_heard_in_order(events, stack, chats)
    doubled = {event for event, times in Counter(event["id"] for event in events).items() if times > 1}
    assert doubled <= was_sending, "more was said twice than was being said when the worker died"


def assert_each_heard_in_order(events: list[dict], stack, chats: dict[str, int]) -> None:
    for chat in chats.values():
        query = "select id from conversations_conversationevent where conversation_id = %s and public order by seq"
        wanted = [f"evt_{pk}" for (pk,) in stack.ask(query, chat)]
        heard = list(dict.fromkeys(event["id"] for event in events if event["id"] in wanted))
        assert heard == wanted


def test_without_redis_replies_still_reach_the_bot_and_briefs_are_written(stack, webhook, worker, reference):
    def reaches_the_bot(text: str) -> bool:
        stack.click(f"/c/{chat}/reply/", text=text, token=text)
        return until(lambda: stack.ask(OPEN) == [(0,)] and text.encode() in webhook.received[-1][1], 30)

    first = worker("first")
    chat = stack.chat(reference, stack.pushed_bot)
    assert until(lambda: stack.ask(OPEN) == stack.ask(UNHEARD) == [(0,)], 30)
    stack.redis.kill()
    assert reaches_the_bot("on my way"), "a worker that lost Redis does nothing"

    first.kill()
    worker("second")
    assert reaches_the_bot("here I am"), "a worker that never saw Redis does nothing at its start"
    assert reaches_the_bot("still here"), "a worker that never saw Redis does nothing later"
    assert until(lambda: stack.ask(UNHEARD) == [(0,)] and stack.ask(BRIEFED, reference) == [(1,)], 30)
