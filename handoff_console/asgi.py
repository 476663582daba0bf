"""One ASGI application: pages and the bot API by HTTP, open screens by websocket."""

import gc
import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handoff_console.settings")
pages = get_asgi_application()

from channels.routing import ProtocolTypeRouter

from apps.bot_api.door import PREFIX, Door
from apps.workspace.socket import application as screens

bots = Door()


async def http(scope, receive, send):
    """Bots and people come in by different doors."""
    door = bots if scope["path"].startswith(PREFIX) else pages
    await door(scope, receive, send)


application = ProtocolTypeRouter({"http": http, "websocket": screens})

# What start-up has made stays. Left among the rest, a full collection would walk it all while every screen waits.
gc.collect()
gc.freeze()
