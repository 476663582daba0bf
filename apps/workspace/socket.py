"""The socket of an open page: authorise, subscribe, paint everything; then only the hub speaks.

Clicks are ordinary POSTs; what a browser sends here is read and dropped.
"""

from typing import Any, cast
from urllib.parse import urlsplit

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from django.conf import settings
from django.urls import path

from apps.conversations.models import Conversation
from apps.conversations.queries import conversation_for
from apps.core.hub import NOT_YOURS, SIGNED_OUT, Screen, hub
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
    agent = scope["user"]
    if not (isinstance(agent, Agent) or agent.is_authenticated) or not agent.is_active:
        return SIGNED_OUT
    agent = Agent.objects.get(pk=agent.pk)
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
    return Screen(send, agent.pk, scope["session"].session_key, tuple(topics), about)


class SameOrigin:
    """Refuse a websocket from any page but our own: the exact origin, not only its host."""

    def __init__(self, application):
        self.application = application

    async def __call__(self, scope, receive, send) -> None:
        if _origin(scope) in _allowed_origins(scope):
            await self.application(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 4403})


def _origin(scope) -> str:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"), "")


def _allowed_origins(scope) -> set[str]:
    if settings.WEBSOCKET_ORIGINS:
        return set(settings.WEBSOCKET_ORIGINS)
    host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    known = urlsplit(f"//{host}").hostname in settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS
    return {f"{'https' if settings.HTTPS else 'http'}://{host}"} if known else set()


ADDRESSES = ("ws/inbox/", "ws/c/<int:pk>/", "ws/embed/c/<int:pk>/")

application = SameOrigin(AuthMiddlewareStack(URLRouter([path(address, cast(Any, socket)) for address in ADDRESSES])))
