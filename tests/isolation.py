"""Two test processes share one Redis, and Redis pub/sub knows no databases: so each gets a prefix of its own."""

import os

from django.conf import settings

from handoff_console.celery import app

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


def isolate_redis() -> None:
    """Once per process, before anything has connected."""
    prefix = f"{settings.REDIS_PREFIX}-test-{WORKER}"
    settings.REDIS_PREFIX = prefix
    settings.CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = prefix
    settings.CACHES["default"]["KEY_PREFIX"] = prefix
    settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = f"{prefix}:"
    app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
