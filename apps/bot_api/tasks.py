import logging
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore, Event

from celery import shared_task
from celery.signals import worker_shutting_down
from django.db import connection

from apps.core import outbox

from . import idempotency, webhooks

logger = logging.getLogger(__name__)

# Senders of their own: ten slow seconds at a bot's server must not keep a worker from its other tasks. A sender that
# dies with its process is found out by its lease.
SENDERS = 16
_pool = ThreadPoolExecutor(SENDERS, thread_name_prefix="webhooks")
_free = BoundedSemaphore(SENDERS)
_stopping = Event()
worker_shutting_down.connect(lambda **_: _stopping.set(), weak=False)


@shared_task(name="bot_api.deliver")
def deliver() -> None:
    """Put one more sender to work, if one is free."""
    if _free.acquire(blocking=False):
        _pool.submit(_send)


@shared_task(name="bot_api.forget")
def forget() -> None:
    idempotency.forget_old()
    outbox.forget_sent()


def _send() -> None:
    try:
        while not _stopping.is_set() and outbox.send_next(webhooks.send, webhooks.settle):
            pass
    except Exception:  # nobody asks the pool how it ended
        logger.exception("sender stopped; its delivery is due again when its lease has run out")
    finally:
        connection.close()
        _free.release()
