"""A token bucket in Redis: so many calls a second, with a burst. Without Redis everyone passes."""

import time
from functools import cache

import redis
from django.conf import settings

from .live import REST, TIMEOUT

# Redis' own clock, so that processes need not agree on the time.
_TAKE = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local rate, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = math.min(burst, (tonumber(kept[1]) or burst) + math.max(0, now - (tonumber(kept[2]) or now)) * rate)
local wait = 0
if tokens >= 1 then tokens = tokens - 1 else wait = (1 - tokens) / rate end
redis.call('HSET', KEYS[1], 'tokens', tokens, 'at', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate * 1000) + 1000)
return tostring(wait)
"""

_resting_until = 0.0


def take(name: str, *, rate: float, burst: float) -> float:
    """Take one of `name`'s tokens. Returns 0, or the seconds to wait until there is one again."""
    global _resting_until
    if time.monotonic() < _resting_until:
        return 0.0
    try:
        return float(_script()(keys=[f"{settings.REDIS_PREFIX}:rate:{name}"], args=[rate, burst]))
    except redis.RedisError:
        _resting_until = time.monotonic() + REST
        return 0.0


@cache
def _script():
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)
    return client.register_script(_TAKE)
