"""The API's own way through ASGI, beside the pages'.

Django's handler opens a thread for each request and joins it in another, and runs the middleware of pages: sessions,
CSRF, sign-in, none of which a bot has. Here a few threads stay, only `settings.API_MIDDLEWARE` is passed, and a body
is cut off at its limit instead of being read to its end.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from asgiref.sync import ThreadSensitiveContext, iscoroutinefunction, sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import convert_exception_to_response
from django.core.signals import request_started
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.module_loading import import_string

from .problems import Problem, in_our_words, not_found
from .reading import BODY_BYTES

PREFIX = "/api/v1/"

Receive = Callable[[], Awaitable[dict]]
Send = Callable[[dict], Awaitable[None]]


class HungUp(Exception):
    """The caller went away before the body was whole."""


class Door(BaseHandler):
    def __init__(self) -> None:
        self.load_middleware()
        self.waiting = self._chain(self._get_response_async)  # type: ignore[attr-defined]
        self.threads = ThreadPoolExecutor(settings.API_THREADS, thread_name_prefix="api")

    def load_middleware(self, is_async: bool = False) -> None:
        self._view_middleware: list[Callable] = []
        self._template_response_middleware: list[Callable] = []
        self._exception_middleware: list[Callable] = []
        self._middleware_chain = self._chain(self._get_response)  # type: ignore[attr-defined]

    def _chain(self, innermost: Callable) -> Callable:
        answer = convert_exception_to_response(innermost)
        for path in reversed(settings.API_MIDDLEWARE):
            answer = convert_exception_to_response(import_string(path)(answer))
        return answer

    async def __call__(self, scope: dict, receive: Receive, send: Send) -> None:
        try:
            response = in_our_words(await self._respond(scope, receive))
        except HungUp:
            return  # half a body is no call, and nobody is there to hear so
        headers = [(name.encode("ascii"), value.encode("latin1")) for name, value in response.items()]
        await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
        await send({"type": "http.response.body", "body": response.content})  # type: ignore[attr-defined]

    async def _respond(self, scope: dict, receive: Receive) -> HttpResponseBase:
        body = await _body(receive)
        if body is None:
            return Problem(413, "too_large", "The body is over 256 kB.").response()
        request = ASGIRequest(scope, BytesIO(body))
        try:
            request.resolver_match = resolve(request.path_info)
        except Resolver404:
            return not_found("address").response()
        if iscoroutinefunction(request.resolver_match.func):
            return await _unless_gone(self._wait(scope, request), receive)
        return await asyncio.get_running_loop().run_in_executor(self.threads, self._answer, scope, request)

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """Django's looks a second time."""
        assert request.resolver_match
        return request.resolver_match

    def _answer(self, scope: dict, request: ASGIRequest) -> HttpResponseBase:
        request_started.send(sender=self.__class__, scope=scope)
        response = self.get_response(request)
        response.close()  # here, where the thread's connection goes back to the pool
        return response

    async def _wait(self, scope: dict, request: ASGIRequest) -> HttpResponseBase:
        async with ThreadSensitiveContext():
            try:
                return await self.waiting(request)
            finally:  # in the context's own thread, which has looked up the key; also for who has hung up
                await asyncio.shield(sync_to_async(close_old_connections)())


async def _body(receive: Receive) -> bytes | None:
    """None when it is too large. Raises HungUp."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HungUp
        body += message.get("body", b"")
        if len(body) > BODY_BYTES:
            return None
        if not message.get("more_body"):
            return body


async def _unless_gone(response: Awaitable[Any], receive: Receive) -> Any:
    """Stop waiting for who has hung up."""
    answer, gone = asyncio.ensure_future(response), asyncio.ensure_future(receive())
    try:
        await asyncio.wait({answer, gone}, return_when=asyncio.FIRST_COMPLETED)
        return await answer if answer.done() else Problem(499, "gone", "The caller hung up.").response()
    finally:
        answer.cancel()
        gone.cancel()
