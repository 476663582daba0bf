"""The way to the public API. The demo's bot has no other to conversations, handoffs and handbacks."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx2
import structlog
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from . import note

if TYPE_CHECKING:
    from .visits import Visit

# The package for bot builders lives beside the product and is not installed into it.
if (clients := str(settings.BASE_DIR / "clients/python")) not in sys.path:
    sys.path.append(clients)

from handoff_client import AsyncClient, Client
from handoff_client import HandoffError as HandoffError

log = structlog.get_logger()


def bot(key: str) -> Any:
    """For `async with`."""
    return AsyncClient(settings.BASE_URL, key)


@contextmanager
def within(key: str) -> Iterator[Any]:
    """The same API without a server: this process answers each call itself, on its own connection and transaction."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)  # would close the connection in the caller's transaction
    try:
        with Client(settings.BASE_URL, key, transport=httpx2.WSGITransport(app=WSGIHandler())) as client:
            yield client
    finally:
        for signal in ends:
            signal.connect(close_old_connections)


@contextmanager
def visitors() -> Iterator[Any]:
    """With the key of the visitors' bot. Raises KeyError before `seed_demo` has made one."""
    with Client(settings.BASE_URL, note.read()["visitors_key"]) as client:
        yield client


@contextmanager
def trouble_noted(visit: "Visit") -> Iterator[None]:
    """Whatever keeps us from the API, the visitor's page stays up and says so."""
    try:
        yield
        visit.is_in_trouble = False
    except Exception as trouble:  # the product may be restarting, the key revoked, the bot refused
        log.warning("demo.visitor_in_trouble", error=repr(trouble))
        visit.is_in_trouble = True
