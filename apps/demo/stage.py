"""Where the demo bot's plays run, side by side: one pulls events, one brings new customers, one writes down.

Nothing that goes wrong in one play, or in the product, ends the stage: `make run` would stop with it.
"""

import asyncio
import json
import random
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import structlog

from . import pacing
from .hearing import Heard, heard
from .play import Part, Play, new_reference
from .scenarios import Scenario

log = structlog.get_logger()

REST = 3  # seconds after trouble
LONG_POLL = 20  # seconds
CROWD = 40  # plays at once, held ones included


class Stage:
    def __init__(
        self, client: Any, scenarios: dict[str, Scenario], memory: Path, *, life: str, speed: float = 1.0, seed: int = 0
    ):
        """`life` changes when the database is another one: what is remembered of the last is worthless then."""
        self.client, self.scenarios, self.memory, self.life, self.speed = client, scenarios, memory, life, speed
        self.chance = random.Random(seed or None)
        self.casting = pacing.Casting(scenarios, self.chance)
        self.plays: dict[str, Play] = {}
        self.tasks: set[asyncio.Task[Any]] = set()
        self.cursor = ""
        self.is_full = False  # once it was

    async def run(self) -> None:
        """Until cancelled."""
        await self._remember()
        async with asyncio.TaskGroup() as group:
            for work in (self._pull, self._bring, self._write_down):
                group.create_task(self._for_ever(work))

    async def _for_ever(self, work: Any) -> None:
        while True:
            try:
                await work()
            except Exception as trouble:  # the product may be restarting; whatever it is, it must not end the demo
                log.warning("demo_bot.trouble", doing=work.__name__, error=repr(trouble))
                await self._pause(REST)

    # --- events ---

    async def _pull(self) -> None:
        page = await self.client.pull(self.cursor or "latest", LONG_POLL)
        for event in page["events"]:
            self._pass_on(heard(event))
        self.cursor = page["cursor"]

    def _pass_on(self, event: Heard) -> None:
        play = self.plays.get(event.reference)
        if event.kind == "handback.offered":
            # Answered at once: while a customer is typing, the agent should not have to wait for the bot.
            self._start(play.accept(event) if play else self.client.accept_handback(event.handback))
        elif play:
            play.events.put_nowait(event)

    # --- customers ---

    async def _bring(self) -> None:
        """At first a full waiting room at once, whose chats with the bot have just been; then one by one."""
        while not self.is_full and self._expected() <= pacing.AT_LEAST:
            self._open(quick=True)
            await self._pause(1 if len(self.plays) < 3 else self.chance.uniform(4, 12))  # their ages shall differ
        self.is_full = True
        seconds = pacing.pause(self._waiting(), self._expected() - self._waiting(), self.chance)
        if seconds is None or len(self.plays) >= CROWD:
            await self._pause(5)
            return
        await self._pause(seconds)
        self._open(quick=self._waiting() < pacing.AT_LEAST)

    def _open(self, *, quick: bool) -> None:
        telling = self.casting.next({play.telling.customer["reference"] for play in self.plays.values()})
        if telling is None:
            return
        part = Part(telling.scenario.slug, telling.person, new_reference(self.chance))
        self._play(Play(part, telling, self.client, speed=self.speed, chance=self.chance), quick=quick)

    def _play(self, play: Play, *, quick: bool) -> None:
        self.plays[play.part.reference] = play
        self._start(self._perform(play, quick=quick))

    async def _perform(self, play: Play, *, quick: bool) -> None:
        try:
            await play.run(quick=quick)
        finally:
            self.plays.pop(play.part.reference, None)

    def _waiting(self) -> int:
        return sum(play.is_waiting for play in self.plays.values())

    def _expected(self) -> int:
        return sum(play.is_waiting or play.part.stage == "bot" for play in self.plays.values())

    # --- between two runs ---

    async def _write_down(self) -> None:
        await asyncio.sleep(2)
        self.write_down()

    def write_down(self) -> None:
        parts = [play.part.as_dict() for play in self.plays.values() if play.part.stage in ("people", "tail")]
        half = self.memory.with_suffix(".half")
        half.write_text(json.dumps({"life": self.life, "cursor": self.cursor, "parts": parts}))
        half.replace(self.memory)

    async def _remember(self) -> None:
        """Go on with the chats of the last run. Who has waited too long meanwhile has left."""
        try:
            told = json.loads(self.memory.read_text())
            parts = [Part(**part) for part in told["parts"] if told["life"] == self.life]
        except (OSError, ValueError, TypeError, KeyError):
            return
        self.cursor = told["cursor"] if parts else ""
        for part in parts:
            if part.scenario in self.scenarios:
                telling = self.scenarios[part.scenario].tell(part.person)
                self._play(Play(part, telling, self.client, speed=self.speed, chance=self.chance), quick=False)

    # --- tasks ---

    def _start(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (trouble := task.exception()):
            log.warning("demo_bot.play_ended", error=repr(trouble))

    async def _pause(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.speed)
