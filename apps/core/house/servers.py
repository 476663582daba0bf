"""The two servers below the product. One code path: whoever reads DATABASE_URL and REDIS_URL cannot tell."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .child import Child
from .external import require_database, require_redis
from .postgres import start_postgres
from .valkey import start_redis


@contextmanager
def servers(folder: Path, *, durable: bool = True) -> Iterator[list[Child]]:
    """Ask the servers that a URL names, start those that none names, and export the URLs of these.

    Yields the processes started, and stops them on the way out.
    """
    logs = folder / "log"
    logs.mkdir(parents=True, exist_ok=True)
    started: list[Child] = []
    exported: list[str] = []
    try:
        for variable, require, start, place in (
            ("DATABASE_URL", require_database, start_postgres, folder / "postgres"),
            ("REDIS_URL", require_redis, start_redis, folder / "redis"),
        ):
            if url := os.environ.get(variable):
                require(url)
                continue
            os.environ[variable], child = start(place, logs, durable=durable)
            exported.append(variable)
            started.append(child)
        yield started
    finally:
        for child in reversed(started):
            child.stop()
        for variable in exported:
            del os.environ[variable]
