"""An open socket as the hub knows it, what it is shown, and what a door must be able to do for it."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

DEADLINE = 5.0  # seconds a browser has to take a frame
SIGNED_OUT, NOT_YOURS, TOO_SLOW = 4401, 4403, 4408


@dataclass(eq=False, slots=True)
class Screen:
    """One open socket: who looks, at which topics, and what it has been shown."""

    send: Callable  # ASGI's
    agent: int
    session: str
    topics: tuple[str, ...]
    about: Any = None  # the door's own
    painted: dict[str, Any] = field(default_factory=dict)  # topic: version
    unsent: list[str] = field(default_factory=list)  # frames
    writing: bool = False
    closed: bool = False

    async def write(self) -> None:
        """Send what is unsent, in order."""
        try:
            while self.unsent and not self.closed:
                if not await self._taken({"type": "websocket.send", "text": self.unsent.pop(0)}):
                    await self.close(TOO_SLOW)
        finally:
            self.writing = False

    async def close(self, code: int) -> None:
        if not self.closed:
            self.closed = True
            if not await self._taken({"type": "websocket.close", "code": code}):
                self._cut()

    async def _taken(self, message: dict) -> bool:
        """Whether the browser took it within the deadline."""
        try:
            async with asyncio.timeout(DEADLINE):
                await self.send(message)
        except TimeoutError:
            return False
        except Exception:  # the connection is gone, in whichever way the server says so
            self.closed = True
        return True

    def _cut(self) -> None:
        """ASGI has no word for it: closed in good manners, the server would keep what nobody takes for ever."""
        transport = getattr(getattr(self.send, "__self__", None), "transport", None)
        if transport:
            transport.abort()


@dataclass(frozen=True, slots=True)
class Frame:
    """What to show one screen: markup and the version it shows, or the code to close it with.

    Without a version it is only what could not wait; the rest follows.
    """

    html: str = ""
    version: Any = None
    close: int | None = None


class Door(Protocol):
    """What a door gives the hub. All run in a worker thread."""

    def paint(self, topic: str, screens: list[Screen]) -> Iterator[Mapping[Screen, Frame]]:
        """What is most urgent first: each mapping is shown while the next is being made."""

    def at_once(self, topic: str, screens: list[Screen], news: Any) -> Mapping[Screen, Frame]:
        """What can be shown of `news`, which this thread has just committed. Everything is painted after it anyway."""

    def versions(self, topics: Iterable[str]) -> Mapping[str, Any]: ...

    def gone(self, screens: Iterable[Screen]) -> Mapping[Screen, int]: ...

    def patience(self, topic: str) -> float:
        """Seconds a change of this topic may wait, so that what is more urgent has the processor."""
