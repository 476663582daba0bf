"""Open screens, kept level with the database: one hub a process, however many sockets it serves.

A hint makes a topic stale; a stale topic is painted at once, then at most four times a second. Painting is one
hop into a thread for all of a topic's screens together, which asks the database afresh who may see what. News that a
thread of this process has just committed it shows before that itself: no hop, and nothing to look for. Every two
seconds one sweep compares what was painted with what is true, so a lost hint costs seconds, never a message.
A screen that is still writing is skipped and stays stale: a slow reader holds up nobody and gets the present later.
"""

import asyncio
import contextlib
import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from weakref import WeakKeyDictionary

from channels.layers import get_channel_layer
from django.db import close_old_connections
from prometheus_client import Counter, Gauge, Histogram

from . import live
from .screen import Door, Frame, Screen

logger = logging.getLogger(__name__)

PAUSE = 0.25  # seconds between two paints of one topic
SWEEP = 2.0  # seconds
BEAT = 10.0  # seconds; the browser says "reconnecting" when two are missed
BEAT_FRAME = '{"beat": true}'  # JSON without content: heard, and nothing is swapped

OPEN_SCREENS = Gauge("console_screens", "Open sockets in this process")
DEAF = Counter("console_hub_deaf_total", "Times other processes' hints could not be heard, or no longer")
PAINT_SECONDS = Histogram("console_paint_seconds", "Painting one topic for all its screens", ["kind"])


class Hub:
    """The screens of one process. `hub()` finds the running loop's."""

    def __init__(self, door: Door):
        self.door = door
        self.screens: dict[str, set[Screen]] = defaultdict(set)
        self.everyone: set[Screen] = set()
        self.stale: set[str] = set()
        self.painting: set[str] = set()
        self.claims = threading.Lock()
        # Threads of our own: the process's thread-sensitive one would make screens wait for requests.
        self.threads = ThreadPoolExecutor(4, thread_name_prefix="hub")
        self.tasks = {asyncio.ensure_future(job()) for job in (self._listen, self._sweep, self._beat)}
        self.loop = asyncio.get_running_loop()
        live.listeners.add(self)

    def add(self, screen: Screen) -> None:
        """Subscribe, then paint everything: connecting and reconnecting are the same."""
        self.everyone.add(screen)
        OPEN_SCREENS.inc()
        for topic in screen.topics:
            self.screens[topic].add(screen)
            self.touch(topic)

    def remove(self, screen: Screen) -> None:
        screen.closed = True
        if screen in self.everyone:
            self.everyone.discard(screen)
            OPEN_SCREENS.dec()
        for topic in screen.topics:
            self.screens[topic].discard(screen)
            if not self.screens[topic]:
                del self.screens[topic]

    async def close(self) -> None:
        """Stop everything that runs for this hub."""
        live.listeners.discard(self)
        while running := [task for task in self.tasks if not task.done()]:
            for task in running:
                task.cancel()  # once is not always enough: a Redis client that is just connecting may swallow it
            await asyncio.wait(running, timeout=0.2)
        await asyncio.to_thread(self.threads.shutdown)

    def hear(self, topics: Iterable[str], news: live.News) -> None:
        """Another thread of this process has changed these topics, and is in it: it shows the news it has in hand."""
        with contextlib.suppress(RuntimeError):  # the loop has just been closed, and every screen with it
            for topic, what in news.items():
                self._show_at_once(topic, what)
            self.loop.call_soon_threadsafe(self._touch_all, topics)

    def _show_at_once(self, topic: str, what: Any) -> None:
        screens = self._ready(topic)
        if not screens or not self._claim(topic):
            return
        try:
            self._show(topic, self.door.at_once(topic, screens, what))
        except Exception:  # the paint that follows shows it
            logger.exception("news not shown", extra={"topic": topic})
            _forget(topic, screens)
        finally:
            self.painting.discard(topic)

    def _claim(self, topic: str) -> bool:
        """Whether nobody paints the topic; then the caller does, and discards the claim afterwards."""
        with self.claims:
            if topic in self.painting:
                return False
            self.painting.add(topic)
            return True

    def _ready(self, topic: str) -> list[Screen]:
        """The screens of a topic that can be shown something now."""
        return [screen for screen in list(self.screens.get(topic, ())) if not (screen.writing or screen.closed)]

    def _touch_all(self, topics: Iterable[str]) -> None:
        for topic in topics:
            self.touch(topic)

    def touch(self, topic: str) -> None:
        """The topic has changed, or may have."""
        if topic in self.screens:
            self.stale.add(topic)
            if self._claim(topic):
                self._spawn(self._paint_while_stale(topic))

    async def in_thread(self, work: Callable, *args):
        """Run database work on one of the hub's own threads."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, _with_connection, work, *args)

    async def _paint_while_stale(self, topic: str) -> None:
        try:
            await asyncio.sleep(self.door.patience(topic))
            while topic in self.stale:
                self.stale.discard(topic)
                if screens := self._ready(topic):
                    await self._paint(topic, screens)
                    await asyncio.sleep(PAUSE)
        finally:
            self.painting.discard(topic)

    async def _paint(self, topic: str, screens: list[Screen]) -> None:
        def paint() -> None:
            for frames in self.door.paint(topic, screens):
                self._show(topic, frames)

        try:
            with PAINT_SECONDS.labels(topic.partition(":")[0]).time():
                await self.in_thread(paint)
        except Exception:  # the sweep finds it still stale and tries again
            logger.exception("painting failed", extra={"topic": topic})
            _forget(topic, screens)

    def _show(self, topic: str, frames: Mapping[Screen, Frame]) -> None:
        """From another thread, which waits for it: to go on at once would keep the processor from it."""
        if frames:
            on_its_way = threading.Event()
            self.loop.call_soon_threadsafe(self._send, topic, frames, on_its_way)
            on_its_way.wait(1)

    def _send(self, topic: str, frames: Mapping[Screen, Frame], on_its_way: threading.Event) -> None:
        for screen, frame in frames.items():
            if frame.close:
                self._spawn(screen.close(frame.close))
                continue
            if frame.version is not None:
                screen.painted[topic] = frame.version
            if frame.html:
                self._write(screen, frame.html)
        self.loop.call_soon(on_its_way.set)

    def _write(self, screen: Screen, frame: str) -> None:
        screen.unsent.append(frame)
        if not screen.writing:
            screen.writing = True
            self._spawn(screen.write())

    async def _listen(self) -> None:
        """Hear other processes' hints. Whatever happens to Redis, start again: the sweep carries on meanwhile."""
        while True:
            with contextlib.suppress(Exception), DEAF.count_exceptions():
                layer = get_channel_layer()
                channel = await layer.new_channel("hub.")
                await layer.group_add(live.GROUP, channel)
                while True:
                    hint = await layer.receive(channel)
                    if hint.get("from") != live.me():
                        self._touch_all(hint["topics"])
            await asyncio.sleep(1)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP)
            try:
                await self._compare()
            except Exception:  # the database may be restarting; the next sweep tells
                logger.warning("sweep failed", exc_info=True)

    async def _compare(self) -> None:
        if not self.everyone:
            return
        for screen, code in (await self.in_thread(self.door.gone, list(self.everyone))).items():
            self._spawn(screen.close(code))
        true = await self.in_thread(self.door.versions, list(self.screens))
        for topic, version in true.items():
            if any(screen.painted.get(topic) != version for screen in self.screens.get(topic, ())):
                self.touch(topic)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            for screen in list(self.everyone):
                if not screen.writing:
                    self._write(screen, BEAT_FRAME)

    def _spawn(self, coroutine) -> None:
        task = asyncio.ensure_future(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


def _forget(topic: str, screens: Iterable[Screen]) -> None:
    """Nobody knows how much of it was shown, so that the next paint shows all of it."""
    for screen in screens:
        screen.painted.pop(topic, None)


def _with_connection(work: Callable, *args):
    try:
        return work(*args)
    finally:
        close_old_connections()  # back into the pool


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


async def close_hub() -> None:
    """Stop the running loop's hub, if it has one."""
    if home := _hubs.pop(asyncio.get_running_loop(), None):
        await home.close()


def hub(door: Door) -> Hub:
    """The running loop's hub."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub(door)
    return _hubs[loop]
