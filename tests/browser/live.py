"""The product as its users meet it, in front of the test database: real processes, one set for each test process."""

import os
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from apps.core.house import commands
from apps.core.house.child import Child
from apps.core.house.places import ROOT
from apps.core.house.ports import free_port
from apps.core.house.waiting import until
from tests.isolation import WORKER

PATIENCE = 60  # seconds


def environment(url: str) -> dict[str, str]:
    """As in production, over this test process's database and Redis prefix; without TLS, on loopback."""
    test = connection.settings_dict
    user, password = quote(test["USER"]), quote(test["PASSWORD"])
    return os.environ | {
        "DATABASE_URL": f"postgres://{user}:{password}@{test['HOST']}:{test['PORT'] or 5432}/{test['NAME']}",
        "DATABASE_POOL": "6",
        "REDIS_PREFIX": settings.REDIS_PREFIX,
        "SECRET_KEY": settings.SECRET_KEY,  # sessions made by the test are valid on the server
        "STATIC_ROOT": str(ROOT / "var/test-static" / WORKER),
        "BASE_URL": url,
        "DEBUG": "0",
        "DEMO": "0",
        "HTTPS": "0",
    }


def prepare() -> None:
    """Collect static files, as a release does; nothing to do when they have not changed since the last run."""
    subprocess.run(commands.manage("prepare"), cwd=ROOT, env=environment(""), check=True)


@contextmanager
def web(folder: Path, **differently: str) -> Iterator[str]:
    """Yields the address, once it answers. `differently` are settings of its environment."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with _process("web", commands.web("127.0.0.1", port), folder, environment(url) | differently) as child:
        assert until(lambda: child.has_ended or _answers(f"{url}/readyz"), PATIENCE), child.last_lines()
        assert not child.has_ended, child.last_lines()
        yield url


@contextmanager
def worker(folder: Path, url: str) -> Iterator[None]:
    """The Celery worker and its clock, for tests that wait for what happens by itself."""
    with _process("worker", commands.worker(folder / "beat"), folder, environment(url)):
        yield


@contextmanager
def _process(name: str, command: list[str], folder: Path, env: dict[str, str]) -> Iterator[Child]:
    log, pid_file = folder / f"{name}.log", folder / f"{name}.pid"
    child = Child(name, command, program="python", log=log, pid_file=pid_file, env=env, cwd=ROOT)
    try:
        yield child
    finally:
        child.stop()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False
