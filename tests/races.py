"""Two at the same moment, each on a connection of its own."""

from collections.abc import Callable
from threading import Event, Thread

from django.db import connection, transaction

from apps.core.house.waiting import until


def at_once(first: Callable, second: Callable) -> list[object]:
    """Commit `first` only when `second` waits for it. Returns what each returned or raised."""
    ended: list[object] = [None, None]
    is_done = Event()

    def lead():
        with transaction.atomic():
            ended[0] = _outcome(first)
            is_done.set()
            until(somebody_waits, 10)
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


def somebody_waits() -> bool:
    """Whether another connection waits for what the caller's transaction holds: the moment a race is decided.

    Asked of the locks: what pg_stat_activity says does not change within a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
        return cursor.fetchone() is not None
