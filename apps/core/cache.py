"""Redis as a cache that may fail: counting sign-in attempts must not make signing in depend on Redis.

While Redis does not answer, each process counts for itself. That is looser by the number of processes, not open.
"""

import time
from collections.abc import Callable

import redis
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from prometheus_client import Counter

REST = 1.0  # seconds without trying after a failure, so that a dead Redis does not slow every request
SPARED = Counter("console_cache_spared_total", "Cache calls answered without Redis")

_resting_until: dict[str, float] = {}  # by server: every thread has a cache of its own


def _steady(verb: str) -> Callable:
    def ask(self, *args, **kwargs):
        if time.monotonic() >= _resting_until.get(self._server, 0):
            try:
                return getattr(RedisCache, verb)(self, *args, **kwargs)
            except redis.RedisError:
                _resting_until[self._server] = time.monotonic() + REST
        SPARED.inc()
        return getattr(self._spare, verb)(*args, **kwargs)

    return ask


class SteadyCache(RedisCache):
    """Asks Redis, and the process's own memory when Redis does not answer."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._server = server
        self._spare = LocMemCache("spare", params | {"OPTIONS": {}})

    add = _steady("add")
    get = _steady("get")
    set = _steady("set")
    touch = _steady("touch")
    delete = _steady("delete")
    has_key = _steady("has_key")
    incr = _steady("incr")
    clear = _steady("clear")
    get_many = _steady("get_many")
    set_many = _steady("set_many")
    delete_many = _steady("delete_many")
