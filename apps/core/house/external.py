"""Servers that a URL names, asked once at the start: a wrong URL is a sentence now, not a traceback later."""

import re

import psycopg
from redis import Redis
from redis.exceptions import RedisError

from .trouble import Trouble

# Unescaped these move the borders of an address, and its reader then quotes half of a password.
ESCAPED = "with / ? # @ % of the password as %2F %3F %23 %40 %25"
OLDEST_POSTGRES = 140_000
OLDEST_REDIS = (6, 2)


def require_database(url: str) -> None:
    if not url.startswith(("postgres://", "postgresql://")):
        raise Trouble("DATABASE_URL must read postgres://user:password@host:port/name.")
    plain = url.partition("?")[0]  # what follows is for Django
    try:
        with psycopg.connect(plain, connect_timeout=5) as connection:
            version = connection.info.server_version
    except psycopg.ProgrammingError:  # it quotes what it cannot read, which may be the password
        raise Trouble(f"DATABASE_URL cannot be read: write it {ESCAPED}.") from None
    except psycopg.Error as error:
        raise Trouble(f"The database at DATABASE_URL ({_public(url)}) cannot be used: {_reason(error)}.") from error
    if version < OLDEST_POSTGRES:
        raise Trouble(f"The database at DATABASE_URL is PostgreSQL {version // 10_000}; 14 or newer is needed.")


def require_redis(url: str) -> None:
    if not url.startswith(("redis://", "rediss://", "unix://")):
        raise Trouble("REDIS_URL must read redis://user:password@host:port/0, or rediss:// for TLS.")
    try:
        with Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5) as client:
            version = client.info("server")["redis_version"]
    except ValueError:
        raise Trouble(f"REDIS_URL cannot be read: write it {ESCAPED}.") from None
    except RedisError as error:
        raise Trouble(f"The Redis server at REDIS_URL ({_public(url)}) cannot be used: {error}") from error
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_REDIS:
        raise Trouble(f"The server at REDIS_URL is Redis {version}; 6.2 or newer is needed.")


def _reason(error: psycopg.Error) -> str:
    """What libpq says last on its first line: its address is ours already, and FATAL says nothing."""
    first = str(error).strip().splitlines()[0]
    return re.split(r" failed: |FATAL: ", first)[-1].strip().rstrip(".")


def _public(url: str) -> str:
    """The URL without its password, whatever stands in that."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2].partition('?')[0]}"
