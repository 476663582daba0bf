"""However much happens, a part of a screen is repainted at most four times a second, and ends with the present."""

import asyncio
import time

import pytest

from apps.core import hub
from apps.core.screen import Frame, Screen

pytestmark = pytest.mark.asyncio


class Door:
    """Shows how often something has happened, and remembers when it was painted."""

    def __init__(self):
        self.happened = 0
        self.painted: list[float] = []

    def paint(self, topic, screens):
        self.painted.append(time.monotonic())
        yield {screen: Frame(str(self.happened), self.happened) for screen in screens}

    def versions(self, topics):
        return dict.fromkeys(topics, self.happened)

    def gone(self, screens):
        return {}

    def patience(self, topic):
        return 0


async def test_a_storm_is_painted_at_its_pace_and_its_end_is_shown(monkeypatch):
    assert hub.PAUSE >= 1 / 4
    monkeypatch.setattr(hub, "PAUSE", pause := 0.05)
    monkeypatch.setattr(hub, "SWEEP", 60)
    door, frames = Door(), asyncio.Queue()

    async def send(message):
        await frames.put(message["text"])

    home = hub.hub(door)
    home.add(Screen(send, agent=1, session="s", topics=("conversation:1",)))
    start = time.monotonic()
    while len(door.painted) < 5 and time.monotonic() - start < 20:
        door.happened += 1
        home.touch("conversation:1")
        await asyncio.sleep(0)
    async with asyncio.timeout(20):
        while int(await frames.get()) < door.happened:
            pass
    await hub.close_hub()
    gaps = [later - earlier for earlier, later in zip(door.painted, door.painted[1:], strict=False)]
    assert len(gaps) >= 3
    assert min(gaps) >= 0.9 * pause
