"""The stage keeps enough customers waiting, passes events on, and remembers them over a restart."""

import asyncio
from pathlib import Path

import pytest

from apps.demo import content, pacing
from apps.demo.stage import Stage

from .desk import AsyncDesk, Desk

FAST = 100_000


class PatientDesk(AsyncDesk):
    """Long polls without waiting: others get their turn first."""

    async def pull(self, after: str = "", wait: float = 0) -> dict:
        await asyncio.sleep(0)
        return self.desk.pull(after)


@pytest.fixture
def memory(tmp_path) -> Path:
    return tmp_path / "demo_bot.json"


def make_stage(desk: Desk, memory: Path, **options) -> Stage:
    options = {"life": "one", "speed": FAST, "seed": 1} | options
    return Stage(PatientDesk(desk), content.scenarios(), memory, **options)


async def run_until(stage: Stage, true) -> None:
    running = asyncio.create_task(stage.run())
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 a stage tells nobody how far it is
            await asyncio.sleep(0)
    running.cancel()
    for task in stage.tasks:
        task.cancel()


async def test_a_full_waiting_room_is_there_at_once_and_never_a_flood(memory):
    desk = Desk()
    stage = make_stage(desk, memory, speed=50)  # slow enough for nobody to give up meanwhile
    await run_until(stage, lambda: len(desk.handoffs) >= pacing.AT_LEAST)
    assert len(desk.handoffs) <= pacing.AT_MOST
    assert len({payload["sub_intent"] for payload in desk.handoffs if "sub_intent" in payload}) >= 4


async def test_a_handback_is_answered_at_once_even_for_a_chat_it_has_forgotten(memory):
    desk = Desk()
    stage = make_stage(desk, memory)
    stage.cursor = "0"
    desk.emit("handback.offered", "chat-long-ago", handback=9, brief={})
    await run_until(stage, lambda: desk.accepted)
    assert desk.accepted == [9]


async def test_the_next_run_goes_on_with_the_same_chats(memory):
    stage = make_stage(Desk(), memory, speed=1)
    await run_until(stage, lambda: any(play.is_waiting for play in stage.plays.values()))
    stage.write_down()
    again = make_stage(Desk(), memory, speed=1)
    await run_until(again, lambda: again.plays)
    waiting = {reference for reference, play in stage.plays.items() if play.is_waiting}
    assert waiting & set(again.plays)


async def test_what_another_database_knew_is_forgotten(memory):
    stage = make_stage(Desk(), memory, speed=1)
    await run_until(stage, lambda: any(play.is_waiting for play in stage.plays.values()))
    stage.write_down()
    again = make_stage(Desk(), memory, life="two", speed=1, seed=2)
    await run_until(again, lambda: again.plays)
    assert not set(stage.plays) & set(again.plays)


async def test_a_product_that_is_down_ends_nothing(memory):
    desk = Desk()
    stage = make_stage(desk, memory)
    failures = iter([ConnectionError()] * 3)

    class Down(PatientDesk):
        async def pull(self, after: str = "", wait: float = 0) -> dict:
            await asyncio.sleep(0)
            for failure in failures:
                raise failure
            return self.desk.pull(after)

    stage.client = Down(desk)
    await run_until(stage, lambda: len(desk.handoffs) >= 2 and stage.cursor)
