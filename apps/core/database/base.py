from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from psycopg_pool import PoolTimeout

from .absence import Absence

_absences: defaultdict[str, Absence] = defaultdict(Absence)  # by alias: every thread has a wrapper of its own


class DatabaseWrapper(base.DatabaseWrapper):
    """When one connection turns out dead, so are most likely the others: make all of them anew.

    Otherwise each of them would cost some call a refusal. Asking every connection before it is lent (Django's
    CONN_HEALTH_CHECKS) costs a round trip a request, and the pool waits a second after each dead one it finds.
    """

    def get_new_connection(self, conn_params):
        if not self.pool:
            return super().get_new_connection(conn_params)
        absence, connect = _absences[self.alias], partial(self.Database.connect, **conn_params)
        absence.refuse(connect)
        try:
            return super().get_new_connection(conn_params)
        except PoolTimeout:
            absence.look(connect)
            raise  # it is there: the pool is only busy

    def prepared(self) -> CursorWrapper:
        """A cursor whose statements the server plans once and keeps, when they are asked often."""
        self.ensure_connection()
        return self._prepare_cursor(base.ServerBindingCursor(self.connection))  # type: ignore[attr-defined, call-arg]

    @contextmanager
    def pipeline(self) -> Iterator[None]:
        """What prepared cursors ask in here goes out in one round trip, BEGIN with it; answers are there afterwards."""
        self.ensure_connection()
        with self.wrap_database_errors, self.connection.pipeline():
            yield

    def _close(self) -> None:
        is_lost = self.connection is not None and self.connection.broken
        super()._close()  # type: ignore[misc]  # django-stubs leave it out
        if is_lost and self.pool:
            self.pool.drain()
