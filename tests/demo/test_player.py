"""Replays are sent in order, at the rate asked for, and one that fails does not stop the rest."""

import time

from apps.demo.player import Player
from apps.demo.replaying import Replay

from .desk import AsyncDesk, Desk


def replay(name: str, turns: int, *, handed_over: bool = False) -> Replay:
    messages = [{"id": f"{name}:{n}", "role": "customer", "text": str(n)} for n in range(turns)]
    return Replay(name, messages, {"reason": "other"} if handed_over else None)


async def play(desk: Desk, *replays: Replay, rate: float = 10_000, **options) -> Player:
    player = Player(AsyncDesk(desk), replays, rate=rate, **options)
    async for _ in player.play():
        pass
    return player


async def test_each_conversation_keeps_its_order():
    desk = Desk()
    player = await play(desk, *[replay(f"c{n}", 30) for n in range(5)])
    assert all(desk.texts(f"c{n}", "customer") == [str(t) for t in range(30)] for n in range(5))
    assert player.sent == 150


async def test_who_has_a_cut_is_handed_over_after_the_last_turn():
    desk = Desk()
    player = await play(desk, replay("a", 3, handed_over=True), replay("b", 3))
    assert [payload["conversation"] for payload in desk.handoffs] == ["a"]
    assert player.handed_over == 1


async def test_the_rate_is_kept():
    started = time.monotonic()
    await play(Desk(), replay("a", 10), replay("b", 10), rate=100)
    assert time.monotonic() - started >= 0.1


async def test_one_that_is_refused_does_not_stop_the_others():
    class Picky(Desk):
        def send_messages(self, reference, messages, **more):
            if reference == "bad":
                raise ValueError("no")
            return super().send_messages(reference, messages, **more)

    player = await play(Picky(), replay("bad", 3), replay("good", 3), at_once=1)
    assert player.sent == 3
    assert player.failed[0].startswith("bad")
