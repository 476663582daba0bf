"""A bot's server that behaves as it is told: a real one, on loopback."""

import contextlib
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str], bytes]


class Receiver:
    def __init__(self) -> None:
        self.received: list[tuple[dict[str, str], bytes]] = []
        self.answer: Callable[[], Answer] = lambda: (200, {}, b"")
        self.over = threading.Event()  # what a slow answer waits for
        self.taken = 0  # answers that were read to their end
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                body = self.rfile.read(length)
                if len(body) < length:  # who called died on the way
                    return
                receiver.received.append(({k.lower(): v for k, v in self.headers.items()}, body))
                status, headers, text = receiver.answer()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                with contextlib.suppress(ConnectionError):  # who asked may be dead by now
                    self.end_headers()
                    self.wfile.write(text)
                    receiver.taken += 1

            do_GET = do_POST

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    def slowly(self) -> Answer:
        self.over.wait(30)
        return 200, {}, b""

    def __enter__(self) -> "Receiver":
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.over.set()
        self.server.shutdown()
        self.server.server_close()
