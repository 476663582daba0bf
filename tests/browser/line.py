"""The line between a browser and the console, where the sockets of open pages can go dead without a word."""

import socket
from contextlib import suppress
from threading import Thread


class Line:
    def __init__(self, port: int):
        self.port = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.open: list[Wire] = []
        Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def go_dead(self) -> None:
        """For every websocket that is open now; nobody is told. New ones work."""
        for wire in self.open:
            wire.is_dead = wire.is_websocket

    def close(self) -> None:
        self.listener.close()
        for wire in self.open:
            wire.close()

    def _accept(self) -> None:
        with suppress(OSError):  # until the listener is closed
            while True:
                browser, _ = self.listener.accept()
                self.open.append(Wire(browser, socket.create_connection(("127.0.0.1", self.port))))


class Wire:
    """One connection, two directions."""

    def __init__(self, browser: socket.socket, console: socket.socket):
        self.ends = browser, console
        self.is_websocket = self.is_dead = False
        for source, sink in ((browser, console), (console, browser)):
            Thread(target=self._carry, args=[source, sink], daemon=True).start()

    def close(self) -> None:
        for end in self.ends:
            end.close()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while told := source.recv(65_536):
                self.is_websocket = self.is_websocket or b"\nupgrade: websocket" in told.lower()
                if not self.is_dead:
                    sink.sendall(told)
            if not self.is_dead:
                sink.shutdown(socket.SHUT_WR)
