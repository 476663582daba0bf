"""The processes of the product, as commands. The Procfile says the same; tests/test_house.py compares them."""

import sys
from pathlib import Path

APPLICATION = "handoff_console.asgi:application"
# websockets-sansio: the other implementation is deprecated. No deflate: 20 kB and 20 us less per socket and
# push on loopback or behind a proxy. Without a time limit one stuck browser holds up every restart.
WEB_OPTIONS = (
    "--loop uvloop --http httptools --ws websockets-sansio --ws-per-message-deflate false --ws-max-size 65536"
    " --timeout-graceful-shutdown 5 --no-access-log --no-server-header"
)
# Threads: the work is waiting for the database and for other people's servers.
WORKER_OPTIONS = "--pool threads --concurrency 4 --loglevel warning --without-mingle --without-gossip"


def web(host: str, port: int) -> list[str]:
    address = ["--host", host, "--port", str(port)]
    return [sys.executable, "-m", "uvicorn", APPLICATION, *address, *WEB_OPTIONS.split()]


def worker(schedule: Path) -> list[str]:
    """One worker with the clock inside. In production the clock is one process of its own."""
    celery = [sys.executable, "-m", "celery", "-q", "-A", "handoff_console", "worker"]
    return [*celery, *WORKER_OPTIONS.split(), "--beat", "--schedule", str(schedule)]


def manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]
