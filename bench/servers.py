"""Real processes to measure: uvicorn in front of one ASGI application each, on a free loopback port."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Server:
    port: int
    process: subprocess.Popen

    @property
    def memory(self) -> int:
        """Resident bytes, as the kernel counts them."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")


@contextlib.contextmanager
def uvicorn(application: str, **environment: str) -> Iterator[Server]:
    """One uvicorn process with one worker, as the product runs it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = "--loop uvloop --http httptools --ws websockets-sansio --log-level warning --no-access-log --lifespan off"
    command = [sys.executable, "-m", "uvicorn", application, "--port", str(port), *options.split()]
    folder = Path(os.environ["DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    log = (folder / f"bench-{application.split(':')[0]}.log").open("ab")
    process = subprocess.Popen(command, env=os.environ | environment, stdout=log, stderr=log)
    try:
        _wait_for(port)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"nothing answers on port {port}")
