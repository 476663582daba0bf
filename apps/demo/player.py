"""Sends replays at an even rate: several conversations side by side, each in its own order."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any

from .replaying import Replay

BATCH = 200  # messages in one call; the API takes no more


class Player:
    def __init__(self, client: Any, replays: Sequence[Replay], *, rate: float, at_once: int = 20):
        self.client, self.replays, self.rate, self.at_once = client, replays, rate, at_once
        self.total = sum(len(replay.messages) for replay in replays)
        self.sent = self.handed_over = 0
        self.failed: list[str] = []
        self._next = time.monotonic()

    async def play(self) -> AsyncIterator[int]:
        """Yields how many messages have been sent, now and then, until all have."""
        waiting = iter(self.replays)
        group = [asyncio.create_task(self._work(waiting)) for _ in range(self.at_once)]
        while not all(task.done() for task in group):
            await asyncio.wait(group, timeout=0.2)
            yield self.sent
        await asyncio.gather(*group)
        yield self.sent

    async def _work(self, waiting: Any) -> None:
        for replay in waiting:
            try:
                await self._one(replay)
            except Exception as trouble:  # the others go on; the end names it
                self.failed.append(f"{replay.reference}: {trouble!r}")

    async def _one(self, replay: Replay) -> None:
        size = max(1, min(BATCH, int(self.rate / 50)))  # at high rates several turns a call, as a bot's backlog
        for start in range(0, len(replay.messages), size):
            batch = replay.messages[start : start + size]
            await self._turn(len(batch))
            await self.client.send_messages(replay.reference, batch, customer=replay.customer, epoch=1)
            self.sent += len(batch)
        if replay.handoff is not None:
            await self.client.hand_over(**self._payload(replay))
            self.handed_over += 1

    def _payload(self, replay: Replay) -> dict[str, Any]:
        return {"conversation": replay.reference, "customer": replay.customer, "epoch": 1} | (replay.handoff or {})

    async def _turn(self, messages: int) -> None:
        """Wait until `messages` more are due. Time lost to a slow answer is not made up for by a burst."""
        now = time.monotonic()
        due = max(self._next, now - 0.1)
        self._next = due + messages / self.rate
        await asyncio.sleep(max(0.0, due - now))
