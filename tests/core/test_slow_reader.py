"""A browser that does not read, over a real server and a real socket."""

import base64
import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from threading import Event, Thread

import pytest
import uvicorn

from apps.core import screen
from apps.core.house.waiting import until

FRAME, FRAMES = "x" * 1_000_000, 50  # more than any buffer holds
SHAKE = (
    "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Console:
    """A server that shows one screen a lot."""

    def __init__(self) -> None:
        self.over = Event()
        how = {"ws": "websockets-sansio", "loop": "uvloop", "interface": "asgi3", "lifespan": "off"}
        self.server = uvicorn.Server(uvicorn.Config(self._socket, port=0, log_level="error", **how))
        self.thread = Thread(target=self.server.run)

    async def _socket(self, scope, receive, send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        shown = screen.Screen(send, 0, "", ())
        shown.unsent = [FRAME] * FRAMES
        await shown.write()
        while (await receive())["type"] != "websocket.disconnect":
            pass
        self.over.set()

    @property
    def port(self) -> int:
        return self.server.servers[0].sockets[0].getsockname()[1]


@pytest.fixture
def console(monkeypatch) -> Iterator[Console]:
    monkeypatch.setattr(screen, "DEADLINE", 0.3)
    console = Console()
    console.thread.start()
    assert until(lambda: console.server.started, 10)
    yield console
    console.server.should_exit = console.server.force_exit = True
    console.thread.join()


def test_it_is_cut_off_and_costs_nothing_more(console):
    with socket.create_connection(("127.0.0.1", console.port), timeout=10) as browser:
        browser.sendall(SHAKE.encode())
        assert console.over.wait(10), "its connection is kept for ever"
        received = 0
        with suppress(ConnectionResetError):
            while piece := browser.recv(1_000_000):
                received += len(piece)
        assert received < len(FRAME) * FRAMES
