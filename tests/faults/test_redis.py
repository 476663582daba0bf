"""Redis only makes it fast: gone, nothing is refused and screens lag by a sweep; back and empty, it is fast again.

Tried by hand: without the hub's sweep the first test fails at its first message; with a hub that subscribes only
once, the last one does.
"""

import time
from collections.abc import Callable

import pytest

from apps.core.hub import SWEEP

pytestmark = pytest.mark.faults
TURNS = 2


@pytest.fixture
def seconds_to_show(stack, reference) -> Callable[..., float]:
    """Send TURNS messages, each when the one before is on the screen."""

    def measure(screen, word: str) -> float:
        began = time.monotonic()
        for number in range(TURNS):
            stack.say(reference, f"{word} {number}")
            assert screen.shows(f"{word} {number}"), f"{word} {number} never came"
        return time.monotonic() - began

    return measure


@pytest.fixture
def becomes_fast(seconds_to_show) -> Callable[..., bool]:
    """Whether hints come: sweeps alone need twice as long."""

    def try_again(screen) -> bool:
        deadline, rounds = time.monotonic() + 30, 0
        while time.monotonic() < deadline:
            rounds += 1
            if seconds_to_show(screen, f"round {rounds}:") < (TURNS - 1) * SWEEP * 0.5:
                return True
        return False

    return try_again


def test_without_redis_everything_is_taken_and_shown_within_a_sweep(stack, reference, seconds_to_show):
    chat = stack.chat(reference)
    with stack.second_web() as url, stack.look(chat, url) as screen:
        assert screen.shows("I was charged twice")
        stack.redis.kill()

        took = seconds_to_show(screen, "without")

        assert took < TURNS * (SWEEP + 2)
        assert took > (TURNS - 1) * SWEEP * 0.8, "hints came from somewhere, so this shows nothing about the sweep"
        stack.click(f"/c/{chat}/reply/", text="I am on it", token="once")
        assert screen.shows("I am on it")
        assert stack.ready() == 200  # reported, and not required


def test_without_redis_the_process_that_takes_it_shows_it_at_once(stack, reference, seconds_to_show):
    with stack.look(stack.chat(reference)) as screen:
        assert screen.shows("I was charged twice")
        stack.redis.kill()

        assert min(seconds_to_show(screen, f"round {number}:") for number in range(3)) < (TURNS - 1) * SWEEP * 0.5


def test_a_redis_that_comes_back_empty_is_fast_again_by_itself(stack, reference, becomes_fast):
    with stack.second_web() as url, stack.look(stack.chat(reference), url) as screen:
        assert screen.shows("I was charged twice")
        stack.redis.kill()
        stack.say(reference, "while it is down")
        assert screen.shows("while it is down")
        stack.redis.start()

        assert becomes_fast(screen)


def test_a_process_that_never_saw_redis_hears_it_when_it_comes(stack, reference, becomes_fast):
    stack.redis.kill()
    with stack.second_web() as url, stack.look(stack.chat(reference), url) as screen:
        assert screen.shows("I was charged twice")
        stack.redis.start()

        assert becomes_fast(screen)
