"""PostgreSQL is restarted under the running product: it says so, forgets nothing, and comes back by itself.

Tried by hand: with Django's own engine, which leaves dead connections in the pool, the first test fails. Where every
call waits for the pool, the second does: most calls hear nothing.
"""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = pytest.mark.faults
AT_ONCE = 8
MANY = 40  # more than a process has threads to let them wait in


def test_a_restarted_database_is_missed_and_found_again(stack, reference):
    with stack.look(stack.chat(reference)) as screen, ThreadPoolExecutor(AT_ONCE) as bots:
        assert screen.shows("I was charged twice")
        list(bots.map(lambda n: stack.say(reference, f"before {n}"), range(AT_ONCE)))  # as many connections to lose

        stack.postgres.stop()
        refused = bots.submit(stack.refusal, reference, "while it is down")
        assert stack.ready() == 503
        assert refused.result() == (503, "1")
        assert stack.healthy()
        stack.postgres.start()
        stack.wait_until_ready()

        for number in range(AT_ONCE):  # no connection of before is lent again: not one of these is refused
            assert stack.refusal(reference, f"after {number}") == (200, "")
        assert screen.shows(f"after {AT_ONCE - 1}"), "the open page did not come back"


def test_however_many_call_each_is_told_that_the_database_is_away(stack, reference):
    stack.chat(reference)
    stack.postgres.stop()
    with ThreadPoolExecutor(MANY) as bots:

        def refusals() -> list[tuple[int, str]]:
            return list(bots.map(lambda n: stack.refusal(reference, f"into the void {n}"), range(MANY)))

        assert refusals() == [(503, "1")] * MANY
        began = time.monotonic()
        assert refusals() == [(503, "1")] * MANY
        assert time.monotonic() - began < 5, "it was known, and they were kept waiting"

    stack.postgres.start()
    stack.wait_until_ready()
    assert stack.refusal(reference, "it is back") == (200, "")


def test_a_bot_that_says_again_what_was_refused_gets_it_through_once(stack, reference):
    stack.chat(reference)
    with ThreadPoolExecutor(AT_ONCE) as bots:
        list(bots.map(lambda n: stack.say(reference, f"before {n}"), range(AT_ONCE)))
        stack.postgres.kill()
        speaking = bots.submit(stack.say, reference, "said into the void")
        stack.postgres.start()

        assert speaking.result()["stored"] == 1
    assert stack.texts(reference).count("said into the void") == 1
