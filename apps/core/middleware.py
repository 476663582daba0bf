"""Around every request: an id in all its log lines, the visitor's address, one line and one measure at its end."""

import re
import time
import uuid

import structlog
from asgiref.sync import iscoroutinefunction
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils.decorators import sync_and_async_middleware
from django.utils.deprecation import MiddlewareMixin
from django.views.defaults import bad_request
from prometheus_client import Histogram

from . import visitor

ID = re.compile(r"[\w.-]{8,64}", re.ASCII)
PROBES = {"healthz", "readyz", "metrics"}  # asked every few seconds by machines
SECONDS = Histogram(
    "console_request_seconds",
    "Time to answer a request",
    ["view", "method", "status"],
    buckets=(0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5, 5, 30),
)

log = structlog.get_logger("console.request")


@sync_and_async_middleware
def observe(get_response):
    """Knows both worlds, so that a waiting request of the bot API holds no thread."""
    if iscoroutinefunction(get_response):

        async def middleware(request: HttpRequest) -> HttpResponse:
            began = _begin(request)
            return _end(request, await get_response(request), began)

    else:

        def middleware(request: HttpRequest) -> HttpResponse:  # type: ignore[misc]
            began = _begin(request)
            return _end(request, get_response(request), began)

    return middleware


def _begin(request: HttpRequest) -> float:
    given = request.headers.get("X-Request-Id", "")
    name = given if ID.fullmatch(given) else uuid.uuid4().hex
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=name)
    visitor.address.set(visitor.address_of(request))
    return time.perf_counter()


def _end(request: HttpRequest, response: HttpResponse, began: float) -> HttpResponse:
    seconds = time.perf_counter() - began
    view = request.resolver_match.view_name if request.resolver_match else ""
    response["X-Request-Id"] = structlog.contextvars.get_contextvars().get("request_id", "")
    if not view and response.status_code < 400:
        return response  # a static file
    SECONDS.labels(view, request.method, response.status_code).observe(seconds)
    if view not in PROBES:
        # The view's name, not the path: paths carry references, keys of password resets and search words.
        log.info("answered", view=view, method=request.method, status=response.status_code, ms=round(seconds * 1000, 1))
    return response


def answer_probes(get_response):
    """Whoever probes a process knows its address and not the name of the site, so the Host says nothing here."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.lstrip("/") not in PROBES:
            return get_response(request)
        request.resolver_match = found = resolve(request.path_info)
        return found.func(request)

    return middleware


class RefuseUnstorable(MiddlewareMixin):
    """A page's request with what no column can hold (NUL, above all) is refused, wherever in it that stands."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DataError):
            return None
        log.warning("unstorable", view=request.resolver_match.view_name if request.resolver_match else "")
        return bad_request(request, exception)
