"""Redis as a cache that may fail: counting sign-in attempts must not make signing in depend on Redis.

While Redis does not answer, each process counts for itself. That is looser by the number of processes, not open.
"""

import time

import redis
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from prometheus_client import Counter

REST = 1.0  # seconds without trying after a failure, so that a dead Redis does not slow every request
SPARED = Counter("console_cache_spared_total", "Cache calls answered without Redis")

_resting_until: dict[str, float] = {}  # by server: every thread has a cache of its own


class SteadyCache(RedisCache):
    """Asks Redis, and the process's own memory when Redis does not answer."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._server = server
        self._spare = LocMemCache("spare", params | {"OPTIONS": {}})

    def _ask(self, verb: str, *args, **kwargs):
        if time.monotonic() >= _resting_until.get(self._server, 0):
            try:
                return getattr(super(), verb)(*args, **kwargs)
            except redis.RedisError:
                _resting_until[self._server] = time.monotonic() + REST
        SPARED.inc()
        return getattr(self._spare, verb)(*args, **kwargs)

    def add(self, *args, **kwargs):
        return self._ask("add", *args, **kwargs)

    def get(self, *args, **kwargs):
        return self._ask("get", *args, **kwargs)

    def set(self, *args, **kwargs):
        return self._ask("set", *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._ask("touch", *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._ask("delete", *args, **kwargs)

    def get_many(self, *args, **kwargs):
        return self._ask("get_many", *args, **kwargs)

    def set_many(self, *args, **kwargs):
        return self._ask("set_many", *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        return self._ask("delete_many", *args, **kwargs)

    def has_key(self, *args, **kwargs):
        return self._ask("has_key", *args, **kwargs)

    def incr(self, *args, **kwargs):
        return self._ask("incr", *args, **kwargs)

    def clear(self):
        return self._ask("clear")
