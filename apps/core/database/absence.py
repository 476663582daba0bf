"""While PostgreSQL is away every call is told so at once.

Each would wait for the pool otherwise, and with a few threads to wait in, the calls behind them would hear nothing at
all until their callers had given up.
"""

import threading
import time
from collections.abc import Callable

from psycopg import Connection, OperationalError

REST = 0.5  # seconds between two looks


class Absence:
    """Of one database, as this process knows it."""

    def __init__(self) -> None:
        self.is_known = False
        self._looking = threading.Lock()
        self._next_look = 0.0

    def refuse(self, connect: Callable[[], Connection]) -> None:
        """Raises OperationalError while the database is known to be away; now and then somebody looks again."""
        if not self.is_known:
            return
        if time.monotonic() < self._next_look or not self._looking.acquire(blocking=False):
            raise OperationalError("PostgreSQL did not answer a moment ago.")
        try:
            self.look(connect)
        finally:
            self._looking.release()

    def look(self, connect: Callable[[], Connection]) -> None:
        """Ask the server itself, past the pool. Raises OperationalError when it is away."""
        try:
            connect().close()
        except OperationalError:
            self.is_known, self._next_look = True, time.monotonic() + REST
            raise
        self.is_known = False
