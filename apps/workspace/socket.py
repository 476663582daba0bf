"""The socket of an open page: authorise, subscribe, paint everything; then only the hub speaks.

Clicks are ordinary POSTs; what a browser sends here is read and dropped.
"""

from typing import Any, cast
from urllib.parse import urlsplit

from channels.routing import URLRouter
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, parse_cookie
from django.urls import path

from apps.conversations.models import Conversation
from apps.conversations.queries import conversation_for
from apps.core.hub import hub
from apps.core.screen import NOT_YOURS, SIGNED_OUT, Screen
from apps.people.models import Agent

from .live import Workspace

WORKSPACE = Workspace()


async def socket(scope, receive, send) -> None:
    """ASGI application of one websocket."""
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    home = hub(WORKSPACE)
    screen = await home.in_thread(_screen, scope, send)
    if isinstance(screen, int):
        await send({"type": "websocket.close", "code": screen})
        return
    home.add(screen)
    try:
        await _until_closed(receive)
    finally:
        home.remove(screen)


async def _until_closed(receive) -> None:
    while (await receive())["type"] != "websocket.disconnect":
        pass


def _screen(scope, send) -> Screen | int:
    """The screen this socket may be, or the code to close it with."""
    session = SessionStore(parse_cookie(_header(scope, b"cookie")).get(settings.SESSION_COOKIE_NAME))
    agent = _agent(session)
    if agent is None or session.session_key is None:
        return SIGNED_OUT
    about = {"hash": agent.get_session_auth_hash()}
    topics = [f"agent:{agent.pk}", *(f"team:{team}" for team in sorted(agent.team_ids()))]
    if pk := scope["url_route"]["kwargs"].get("pk"):
        try:
            conversation_for(agent, pk)
        except Conversation.DoesNotExist:
            return NOT_YOURS
        about |= {"conversation": pk, "embedded": scope["path"].startswith("/ws/embed/")}
        chat = [f"conversation:{pk}", f"presence:{pk}"]
        topics = chat if about["embedded"] else chat + topics
    return Screen(send, agent.pk, session.session_key, tuple(topics), about)


def _agent(session: SessionStore) -> Agent | None:
    """Whose session it is, by the same checks as on a page: the account is active, the password still the same."""
    request = HttpRequest()
    request.session = session
    agent = get_user(request)
    return agent if isinstance(agent, Agent) else None


class SameOrigin:
    """Refuse a websocket from any page but our own: the exact origin, not only its host."""

    def __init__(self, application):
        self.application = application

    async def __call__(self, scope, receive, send) -> None:
        if _header(scope, b"origin") in _allowed_origins(scope):
            await self.application(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 4403})


def _header(scope, wanted: bytes) -> str:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == wanted), "")


def _allowed_origins(scope) -> set[str]:
    if settings.WEBSOCKET_ORIGINS:
        return set(settings.WEBSOCKET_ORIGINS)
    host = _header(scope, b"host")
    known = urlsplit(f"//{host}").hostname in settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS
    return {f"{'https' if settings.HTTPS else 'http'}://{host}"} if known else set()


ADDRESSES = ("ws/inbox/", "ws/c/<int:pk>/", "ws/embed/c/<int:pk>/")

application = SameOrigin(URLRouter([path(address, cast(Any, socket)) for address in ADDRESSES]))
