"""A token bucket in Redis: so many calls a second, with a burst. Without Redis everyone passes.

A process takes a fiftieth of the burst at a time, so that not every call asks Redis. What it has not used a second
later is lost; that much, and no more, a limit may be off by for each process.
"""

import threading
import time
from functools import cache

import redis
from django.conf import settings

from .live import REST, TIMEOUT

SHARE = 50  # of these make a burst
KEPT = 1.0  # seconds a process may use what it took

# Redis' own clock, so that processes need not agree on the time. Returns the tokens taken and the seconds to wait.
_TAKE = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local rate, burst, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = math.min(burst, (tonumber(kept[1]) or burst) + math.max(0, now - (tonumber(kept[2]) or now)) * rate)
local taken, wait = math.min(wanted, math.floor(tokens)), 0
if taken < 1 then wait = (1 - tokens) / rate end
redis.call('HSET', KEYS[1], 'tokens', tokens - taken, 'at', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate * 1000) + 1000)
return {taken, tostring(wait)}
"""

_resting_until = 0.0
_lock = threading.Lock()
_held: dict[tuple[str, float], tuple[float, int]] = {}  # (name, burst): until when, and how many tokens


def take(name: str, *, rate: float, burst: float) -> float:
    """Take one of `name`'s tokens. Returns 0, or the seconds to wait until there is one again."""
    global _resting_until
    if _has_one((name, burst)) or time.monotonic() < _resting_until:
        return 0.0
    wanted = max(1, int(burst // SHARE))
    try:
        taken, wait = _script()(keys=[f"{settings.REDIS_PREFIX}:rate:{name}"], args=[rate, burst, wanted])
    except redis.RedisError:
        _resting_until = time.monotonic() + REST
        return 0.0
    if taken > 1:
        _hold((name, burst), taken - 1)
    return float(wait)


def _has_one(name: tuple[str, float]) -> bool:
    with _lock:
        until, tokens = _held.get(name, (0.0, 0))
        if not tokens or time.monotonic() > until:
            return False
        _held[name] = until, tokens - 1
        return True


def _hold(name: tuple[str, float], tokens: int) -> None:
    with _lock:
        if len(_held) > 1000:
            _held.clear()
        _held[name] = time.monotonic() + KEPT, tokens


@cache
def _script():
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)
    return client.register_script(_TAKE)
