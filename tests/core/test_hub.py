"""Screens hear of changes in their own process directly, and of others' through Redis; of none of them twice."""

import asyncio
from collections import Counter

import pytest
from asgiref.sync import sync_to_async

from apps.core import live
from apps.core.hub import Hub
from apps.core.screen import Frame, Screen


class Counting:
    """A door that shows how often each topic was painted."""

    def __init__(self) -> None:
        self.paints: Counter[str] = Counter()

    def paint(self, topic, screens):
        self.paints[topic] += 1
        yield {screen: Frame(topic, version=self.paints[topic]) for screen in screens}

    def versions(self, topics):
        return dict(self.paints)

    def gone(self, screens):
        return {}

    def patience(self, topic):
        return 0


@pytest.fixture
async def hub(monkeypatch):
    monkeypatch.setattr(live, "listeners", set())
    hub = Hub(Counting())
    yield hub
    await hub.close()


async def seen(shown: asyncio.Queue, topic: str) -> None:
    async with asyncio.timeout(10):
        while (await shown.get())["text"] != topic:
            pass


@pytest.fixture
async def shown(hub) -> asyncio.Queue:
    """What a screen of topics a and b is sent, from now on."""
    frames: asyncio.Queue = asyncio.Queue()
    hub.add(Screen(frames.put, 1, "", ("a", "b")))
    await seen(frames, "a")
    await seen(frames, "b")
    while "from elsewhere is heard":
        await _from_elsewhere("b")
        try:
            async with asyncio.timeout(0.5):
                await seen(frames, "b")
                return frames
        except TimeoutError:
            continue


async def _from_elsewhere(*topics: str) -> None:
    await sync_to_async(live._publish)({"type": "hint", "from": "another", "topics": list(topics), "version": 1})


async def test_a_change_of_this_process_needs_no_redis(hub, shown, monkeypatch):
    monkeypatch.setattr(live, "_publish", lambda message: None)
    await sync_to_async(live._tell)({"type": "hint", "from": live.me(), "topics": ["a"], "version": 1})
    await seen(shown, "a")


async def test_its_own_hint_paints_nothing_again_when_it_comes_back(hub, shown):
    await sync_to_async(live._tell)({"type": "hint", "from": live.me(), "topics": ["a"], "version": 1})
    await seen(shown, "a")
    await _from_elsewhere("b")
    await seen(shown, "b")  # Redis keeps the order, so by now our own has come back
    assert hub.door.paints["a"] == 2
    assert "a" not in hub.stale


async def test_a_hint_of_another_process_paints(hub, shown):
    await _from_elsewhere("a")
    await seen(shown, "a")
