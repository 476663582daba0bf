"""Two at the same moment, each on a connection of its own."""

from collections.abc import Callable
from threading import Event, Thread
from time import monotonic

from django.db import connection, transaction


def at_once(first: Callable, second: Callable) -> list[object]:
    """Commit `first` only when `second` waits for it. Returns what each returned or raised."""
    ended: list[object] = [None, None]
    is_done = Event()

    def lead():
        with transaction.atomic():
            ended[0] = _outcome(first)
            is_done.set()
            _until_another_waits()
        connection.close()

    def follow():
        is_done.wait()
        ended[1] = _outcome(second)
        connection.close()

    threads = [Thread(target=lead), Thread(target=follow)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return ended


def _outcome(call: Callable) -> object:
    try:
        with transaction.atomic():
            return call()
    except Exception as error:
        return error


def _until_another_waits() -> None:
    waits, deadline = 0, monotonic() + 10
    with connection.cursor() as cursor:
        while not waits and monotonic() < deadline:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            waits = cursor.fetchone()[0]
