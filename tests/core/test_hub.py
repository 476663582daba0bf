"""Screens hear of changes in their own process directly, and of others' through Redis; of none of them twice."""

import asyncio
import threading
from collections import Counter

import pytest
from asgiref.sync import sync_to_async
from prometheus_client import REGISTRY

from apps.core import live
from apps.core.house.waiting import until
from apps.core.hub import Hub
from apps.core.screen import Frame, Screen


class Counting:
    """A door that shows how often each topic was painted."""

    def __init__(self) -> None:
        self.paints: Counter[str] = Counter()
        self.may_paint = threading.Event()
        self.may_paint.set()
        self.showing: list[int] = []  # threads that have shown news

    def paint(self, topic, screens):
        self.may_paint.wait(10)
        self.paints[topic] += 1
        yield {screen: Frame(topic, version=self.paints[topic]) for screen in screens}

    def at_once(self, topic, screens, news):
        self.showing.append(threading.get_ident())
        return {screen: Frame(f"{topic}: {1 / news:.0f}") for screen in screens}

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


async def rested(hub, topic: str) -> None:
    """Until it may be painted again."""
    assert await asyncio.to_thread(until, lambda: topic not in hub.painting, 10)


async def _from_elsewhere(*topics: str) -> None:
    await sync_to_async(live._publish)({"type": "hint", "from": "another", "topics": list(topics), "version": 1})


async def test_a_change_of_this_process_needs_no_redis(hub, shown, monkeypatch):
    monkeypatch.setattr(live, "_publish", lambda message: None)
    await sync_to_async(live._tell)({"type": "hint", "from": live.me(), "topics": ["a"], "version": 1}, {})
    await seen(shown, "a")


async def test_its_own_hint_paints_nothing_again_when_it_comes_back(hub, shown):
    await sync_to_async(live._tell)({"type": "hint", "from": live.me(), "topics": ["a"], "version": 1}, {})
    await seen(shown, "a")
    await _from_elsewhere("b")
    await seen(shown, "b")  # Redis keeps the order, so by now our own has come back
    assert hub.door.paints["a"] == 2
    assert "a" not in hub.stale


async def test_a_hint_of_another_process_paints(hub, shown):
    await _from_elsewhere("a")
    await seen(shown, "a")


def changed(topic: str, news: int) -> int:
    """As after a commit; returns the thread it ran in."""
    live._tell({"type": "hint", "from": live.me(), "topics": [topic], "version": 1}, {topic: news})
    return threading.get_ident()


async def test_news_are_shown_by_the_thread_that_has_them_and_then_everything_is_painted(hub, shown):
    await rested(hub, "a")
    thread = await asyncio.to_thread(changed, "a", 1)
    await seen(shown, "a: 1")
    await seen(shown, "a")
    assert hub.door.showing == [thread]


async def test_news_that_cannot_be_shown_are_painted_all_the_same(hub, shown):
    await rested(hub, "a")
    await asyncio.to_thread(changed, "a", 0)
    await seen(shown, "a")


class Ending(set):
    """Whoever has claimed what is looked for has just done with it."""

    def __contains__(self, topic) -> bool:
        is_there = super().__contains__(topic)
        self.discard(topic)
        return is_there


async def test_who_comes_too_late_to_claim_a_topic_leaves_it_free(hub):
    hub.painting = Ending({"a"})
    assert not hub._claim("a")
    assert list(hub.painting) == []


async def test_nobody_shows_news_of_what_is_just_being_painted(hub, shown):
    """Two that write one screen's turns could put them in the wrong order, or leave one out."""
    await rested(hub, "a")
    hub.door.may_paint.clear()
    await asyncio.to_thread(changed, "a", 1)
    await seen(shown, "a: 1")
    await asyncio.to_thread(until, lambda: "a" in hub.painting, 10)
    await asyncio.to_thread(changed, "a", 1)
    assert len(hub.door.showing) == 1
    hub.door.may_paint.set()
    await seen(shown, "a")  # begun before the second change,
    await seen(shown, "a")  # and after it


def deafness() -> float:
    return REGISTRY.get_sample_value("console_hub_deaf_total")


async def test_what_keeps_it_from_hearing_others_is_counted(settings, monkeypatch):
    """A process whose Redis refuses it is two seconds late, and somebody ought to know."""
    layer = settings.CHANNEL_LAYERS["default"]
    nobody = {**layer, "CONFIG": {**layer["CONFIG"], "hosts": ["redis://127.0.0.1:1/0"]}}
    settings.CHANNEL_LAYERS = {"default": nobody}
    monkeypatch.setattr(live, "listeners", set())
    before = deafness()
    deaf = Hub(Counting())
    try:
        assert await asyncio.to_thread(until, lambda: deafness() > before, 10)
    finally:
        await deaf.close()
