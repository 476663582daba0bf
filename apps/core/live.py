"""Hints: tell open screens and workers that the database has something new. Never the news itself.

A hint may be lost at any moment, so nothing depends on one: screens compare themselves with the database every
two seconds and workers sweep every five. That is why every error here is counted and swallowed.

Screens of the process that made the change are told directly: to them Redis would only say it later.
"""

import os
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache
from queue import Empty, SimpleQueue
from typing import Any, Protocol
from weakref import WeakSet

import redis
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import transaction
from prometheus_client import Counter

News = Mapping[str, Any]  # by topic: what has just been committed, for screens of the process that did it

GROUP = "hints"  # one group for a whole installation: each process filters for the screens it serves
TIMEOUT = 0.5  # seconds
REST = 1.0  # seconds without trying after a failure, so that a dead Redis does not slow every request

LOST = Counter("console_hints_lost_total", "Hints that Redis did not take", ["kind"])

_resting_until = 0.0
_NAME = secrets.token_hex(4)


class Listener(Protocol):
    def hear(self, topics: Iterable[str], news: News) -> None:
        """These have changed. Called in the thread that changed them."""


listeners: WeakSet[Listener] = WeakSet()  # of this process


def me() -> str:
    """This process, so that it knows its own hints when they come back. A fork is another one."""
    return f"{_NAME}{os.getpid():x}"


def hint(topics: Iterable[str], version: int, news: News | None = None) -> None:
    """After commit, tell every process that these topics have reached `version`, and our own the news too."""
    message = {"type": "hint", "from": me(), "topics": sorted(set(topics)), "version": version}
    transaction.on_commit(lambda: _tell(message, news or {}), robust=True)


def _tell(message: dict, news: News) -> None:
    for listener in list(listeners):
        listener.hear(message["topics"], news)
    _messenger().unsent.put(message)


def kick(task: str) -> None:
    """After commit, wake a worker for the named task. Many kicks in a short time become one or two."""
    transaction.on_commit(lambda: _kicker(task).kick(), robust=True)


def _publish(*messages: dict) -> None:
    # What RedisPubSubChannelLayer.group_send does, without the event loop and the connection that
    # async_to_sync would open for every call.
    channel = f"{settings.REDIS_PREFIX}__group__{GROUP}"
    with _redis().pipeline(transaction=False) as together:
        for message in messages:
            together.publish(channel, get_channel_layer().serialize(message))
        together.execute()


def _quietly(kind: str, send: Callable, *args: Any) -> None:
    """Send each of `args`, or count what was lost."""
    global _resting_until
    if time.monotonic() < _resting_until:
        LOST.labels(kind).inc(len(args))
        return
    try:
        send(*args)
    except Exception:  # whatever the client or the broker raises: the sweep is the guarantee
        LOST.labels(kind).inc(len(args))
        _resting_until = time.monotonic() + REST


def redis_answers() -> bool:
    """Whether Redis answers a ping in time."""
    try:
        return bool(_redis().ping())
    except redis.RedisError:
        return False


def _redis() -> redis.Redis:
    return _client(settings.REDIS_URL)


@cache
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)


class _Messenger:
    """Takes hints to Redis, so that no change waits for it; what has come meanwhile together.

    It waits a moment too: the screens of this process come first.
    """

    MOMENT = 0.002  # seconds

    def __init__(self) -> None:
        self.unsent: SimpleQueue[dict] = SimpleQueue()
        threading.Thread(target=self._run, name="hints", daemon=True).start()

    def _run(self) -> None:
        while first := self.unsent.get():
            time.sleep(self.MOMENT)
            messages = [first]
            with suppress(Empty):
                while True:
                    messages.append(self.unsent.get_nowait())
            _quietly("hint", _publish, *messages)


@cache
def _messenger() -> _Messenger:
    return _Messenger()


class _Kicker:
    """At most one task a `PAUSE`, and always one after the last kick.

    The first waits a moment too: the screens that show the same news are more urgent.
    """

    PAUSE = 0.05  # seconds
    MOMENT = 0.02

    def __init__(self, task: str):
        self.task = task
        self.wanted = threading.Event()
        # One thread that stays: to start one for every kick takes longer than the kick.
        threading.Thread(target=self._run, name=f"kick {task}", daemon=True).start()

    def kick(self) -> None:
        self.wanted.set()

    def _run(self) -> None:
        while self.wanted.wait():
            time.sleep(self.MOMENT)
            self.wanted.clear()
            _quietly("kick", _send_task, self.task)
            time.sleep(self.PAUSE - self.MOMENT)


@cache
def _kicker(task: str) -> _Kicker:
    return _Kicker(task)


def _send_task(task: str) -> None:
    from celery import current_app

    current_app.send_task(task, retry=False)
