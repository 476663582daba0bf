"""Where the request that is being answered came from, for whoever writes a record without knowing of requests."""

import ipaddress
from contextvars import ContextVar
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

address: ContextVar[str | None] = ContextVar("address", default=None)


def address_of(request: HttpRequest) -> str | None:
    """The visitor's IP address. Behind a proxy it is the last entry of X-Forwarded-For, the one our proxy wrote."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return _parsed(forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))


@lru_cache(1000)
def _parsed(found: str) -> str | None:
    try:
        return str(ipaddress.ip_address(found.partition("%")[0]))
    except ValueError:  # a Unix socket, or a proxy that writes something else
        return None
