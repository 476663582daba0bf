from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """When one connection turns out dead, so are most likely the others: make all of them anew.

    Otherwise each of them would cost some call a refusal. Asking every connection before it is lent (Django's
    CONN_HEALTH_CHECKS) costs a round trip a request, and the pool waits a second after each dead one it finds.
    """

    def _close(self) -> None:
        is_lost = self.connection is not None and self.connection.broken
        super()._close()  # type: ignore[misc]  # django-stubs leave it out
        if is_lost and self.pool:
            self.pool.drain()
