"""One conversation of the demo bot, at a thousand times its speed, over a desk in memory."""

import asyncio
import random

import pytest

from apps.demo import content
from apps.demo.hearing import heard
from apps.demo.play import Part, Play

from .desk import AsyncDesk, Desk

FAST = 100_000
MAYA = "chat-maya"


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def play(desk) -> Play:
    return make_play(desk)


def make_play(desk: Desk, *, speed: float = FAST, stays: float = 10**9) -> Play:
    telling = content.scenarios()["duplicate-charge"].tell()
    part = Part("duplicate-charge", 0, MAYA)
    play = Play(part, telling, AsyncDesk(desk), speed=speed, chance=random.Random(1))
    play.stays = stays
    return play


async def until(true) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 a play tells nobody how far it is
            await asyncio.sleep(0)


def tell(play: Play, event: dict) -> None:
    play.events.put_nowait(heard(event))


async def test_from_the_first_line_to_the_rating(desk, play):
    running = asyncio.create_task(play.run(quick=True))
    await until(lambda: desk.handoffs)
    tell(play, desk.emit("handoff.claimed", MAYA, agent="Ada"))
    tell(play, desk.says(MAYA, "I've refunded the second payment."))
    tell(play, desk.says(MAYA, "The reference is RF-77120, it takes 3-5 days."))
    await until(lambda: play.actor.memory.is_settled)
    brief = {"promised": ["Back within 5 days"], "open": ["Customer asked: “and the receipt?”"]}
    offered = desk.emit("handback.offered", MAYA, handback=3, brief=brief)
    await play.accept(heard(offered))
    tell(play, desk.emit("handoff.returned", MAYA, handback=3))
    await asyncio.wait_for(running, 5)
    assert desk.accepted == [3]
    assert desk.outcomes[MAYA] == {"outcome": "resolved", "csat": 5}
    assert any("not a person" in text and "Back within 5 days" in text for text in desk.texts(MAYA, "bot"))
    assert any("and the receipt?" in text for text in desk.texts(MAYA, "bot"))
    assert desk.texts(MAYA, "customer")[-1] == "brilliant, bye"


async def test_the_whole_payload_goes_with_it(desk, play):
    running = asyncio.create_task(play.run(quick=True))
    await until(lambda: desk.handoffs)
    running.cancel()
    (payload,) = desk.handoffs
    assert {"summary", "draft", "next_action", "facts", "attempts", "citations", "customer"} <= set(payload)
    assert payload["evidence"] in {message["id"] for message in desk.messages[MAYA]}


async def test_a_chat_that_has_just_been_was_said_in_the_minutes_before(desk, play):
    running = asyncio.create_task(play.run(quick=True))
    await until(lambda: desk.handoffs)
    running.cancel()
    times = [message["sent_at"] for message in desk.messages[MAYA] if "sent_at" in message]
    assert times == sorted(times)
    assert len(set(times)) == len(times)


async def test_handed_back_too_early_they_ask_for_the_person_again(desk, play):
    running = asyncio.create_task(play.run(quick=True))
    await until(lambda: desk.handoffs)
    tell(play, desk.emit("handoff.claimed", MAYA, agent="Ada"))
    tell(play, desk.emit("handoff.returned", MAYA))
    await until(lambda: len(desk.handoffs) == 2)
    assert desk.handoffs[1]["reason"] == "explicit_request"
    assert play.is_waiting
    running.cancel()


async def test_left_alone_they_complain_and_in_the_end_leave(desk):
    play = make_play(desk, stays=400)
    await asyncio.wait_for(play.run(quick=True), 5)
    assert "hello? is anybody there" in desk.texts(MAYA, "customer")
    assert desk.cancelled == [1]
    assert desk.outcomes[MAYA]["outcome"] == "abandoned"


async def test_who_is_with_an_agent_does_not_leave(desk):
    play = make_play(desk, stays=1)
    running = asyncio.create_task(play.run(quick=True))
    await until(lambda: desk.handoffs)
    tell(play, desk.emit("handoff.claimed", MAYA, agent="Ada"))
    tell(play, desk.says(MAYA, "One moment please."))
    await until(lambda: play.part.waited)
    assert not desk.cancelled
    running.cancel()


async def test_resolved_by_the_agent_it_ends_with_a_rating(desk, play):
    running = asyncio.create_task(play.run(quick=True))
    await until(lambda: desk.handoffs)
    tell(play, desk.emit("handoff.closed", MAYA, outcome="resolved"))
    await asyncio.wait_for(running, 5)
    assert desk.outcomes[MAYA]["outcome"] == "resolved"


async def test_a_part_survives_being_written_down(desk, play):
    play.actor.hear("I've refunded it.")
    play.part.memory = play.actor.memory.as_dict()
    again = Part(**play.part.as_dict())
    assert again == play.part
