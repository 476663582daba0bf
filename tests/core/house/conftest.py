"""Real processes in directories of their own. Nothing here uses the database of the other tests."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from apps.core.house.places import ROOT
from apps.core.house.waiting import until

SETTLED = 30  # seconds that nothing here needs


@pytest.fixture(autouse=True)
def _database():
    """The servers under test are the database."""


@pytest.fixture
def bare(tmp_path) -> dict[str, str]:
    """An environment that names no server, with a data directory of its own and a port nobody has."""
    known = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "STATIC_ROOT", "BASE_URL", "PG_BIN", "REDIS_BIN", "HOST")
    kept = {name: value for name, value in os.environ.items() if name not in known}
    return kept | {"DATA_DIR": str(tmp_path / "data"), "PORT": "0", "DEMO": "0"}


class Serving(subprocess.Popen):
    """`python -m tests.core.house.serving FOLDER`: a supervisor that holds two servers until told to let go."""

    def __init__(self, folder: Path, environment: dict[str, str], *, before: tuple[str, ...] = ()) -> None:
        command = [*before, sys.executable, "-m", "tests.core.house.serving", str(folder)]
        pipe = subprocess.PIPE
        super().__init__(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True)
        self.urls: dict[str, str] = json.loads(self.stdout.readline() or "{}")

    def let_go(self) -> int:
        self.stdin.close()
        return self.wait(SETTLED)

    def port(self, name: str) -> int:
        return int(self.urls[name].rpartition(":")[2].partition("/")[0])


@pytest.fixture
def serve(bare) -> Iterator[Callable[..., Serving]]:
    begun: list[Serving] = []

    def start(folder: Path, before: tuple[str, ...] = (), **more: str) -> Serving:
        begun.append(Serving(folder, bare | more, before=before))
        return begun[-1]

    yield start
    for serving in begun:
        if serving.poll() is None:
            serving.let_go()


@pytest.fixture
def house(bare) -> Iterator[Callable[..., subprocess.Popen]]:
    """Start `python -m apps.core.house ...`; whatever still runs at the end is asked to stop."""
    begun: list[subprocess.Popen] = []

    def start(*arguments: str, before: tuple[str, ...] = (), **more: str) -> subprocess.Popen:
        command = [*before, sys.executable, "-m", "apps.core.house", *arguments]
        pipe = subprocess.PIPE
        begun.append(subprocess.Popen(command, cwd=ROOT, env=bare | more, stdout=pipe, stderr=pipe, text=True))
        return begun[-1]

    yield start
    for process in begun:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=SETTLED)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def falls_silent(port: int) -> bool:
    return until(lambda: not listens(port), SETTLED)
