"""What the processes of production say from their start on: lines of JSON, and no banner."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic

import pytest
from django.conf import settings

from apps.core.house.places import ROOT
from handoff_console.celery import app

AWAY = "postgres://console@127.0.0.1:1/console"  # so that the sweeps have something to say


@pytest.fixture(autouse=True)
def _database():
    """They have none."""


@pytest.fixture
def said(tmp_path):
    """Run a line of the Procfile until something is true; returns what it has written by then."""

    def run(name: str, until: Callable[[], object]) -> list[str]:
        (line,) = [line for line in (ROOT / "Procfile").read_text().splitlines() if line.startswith(f"{name}: ")]
        command = line.removeprefix(f"{name}: ").replace("${WORKER_THREADS:-8}", "2")
        command = command.replace("${BEAT_SCHEDULE:-/tmp/beat}", str(tmp_path / "beat"))
        environment = os.environ | {
            "DATABASE_URL": AWAY,
            "REDIS_PREFIX": settings.REDIS_PREFIX,
            "PYTHONWARNINGS": "ignore",  # a container does not run as root, where Celery warns of it
            "PYTHONUNBUFFERED": "1",
            "HTTPS": "1",
        }
        written = Path(tmp_path / "written")
        with written.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", *shlex.split(command)],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        deadline = monotonic() + 30
        try:
            while not until() and monotonic() < deadline:
                with suppress(subprocess.TimeoutExpired):
                    pytest.fail(f"ended with {process.wait(0.2)}: {written.read_text()}")
        finally:
            process.kill()
            process.wait()
        return written.read_text().splitlines()

    return run


def test_a_worker_speaks_json_only(said, tmp_path):
    lines = said("worker", until=lambda: "sweep" in (tmp_path / "written").read_text() and app.control.ping(timeout=1))
    assert lines
    assert all(json.loads(line)["event"] for line in lines)


def test_the_clock_says_nothing_while_nothing_is_wrong(said, tmp_path):
    assert said("beat", until=lambda: any(tmp_path.glob("beat*"))) == []
