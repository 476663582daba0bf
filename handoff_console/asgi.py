"""One ASGI application: pages and the bot API by HTTP, open screens by websocket."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handoff_console.settings")
pages = get_asgi_application()

from channels.routing import ProtocolTypeRouter

from apps.workspace.socket import application as screens

application = ProtocolTypeRouter({"http": pages, "websocket": screens})
