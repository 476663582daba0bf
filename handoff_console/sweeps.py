"""What every worker does by itself every few seconds: the guarantee behind every kick.

Not by Celery's clock: that speaks through Redis, and Redis may be gone for an hour while agents answer customers.
Rows are shared out in the database, so any number of workers may sweep at once.
"""

import logging
import random
from collections.abc import Callable
from threading import Event, Thread

from celery.signals import worker_shutting_down
from django.db import connection

from apps.assist import tasks as assist
from apps.bot_api import tasks as bot_api
from apps.handoffs import tasks as handoffs

from . import tasks

logger = logging.getLogger(__name__)

JITTER = 0.1  # so that workers started together do not ask together
SWEEPS: dict[Callable[[], None], float] = {  # seconds
    tasks.react: 5,
    bot_api.deliver: 5,
    handoffs.expire: 5,
    assist.sweep: 10,
}

_stopping = Event()
worker_shutting_down.connect(lambda **_: _stopping.set(), weak=False)


def begin() -> None:
    """A thread each, so that a model that thinks for long keeps no webhook waiting. They end with the worker."""
    for sweep, seconds in SWEEPS.items():
        Thread(target=_again, args=[sweep, seconds], name=f"sweep {sweep.name}", daemon=True).start()  # type: ignore[attr-defined]


def _again(sweep: Callable[[], None], seconds: float) -> None:
    """At once first: what was left while no worker was there has waited long enough."""
    _carefully(sweep)
    while not _stopping.wait(seconds * random.uniform(1 - JITTER, 1 + JITTER)):
        _carefully(sweep)


def _carefully(sweep: Callable[[], None]) -> None:
    try:
        sweep()
    except Exception:  # the database may be restarting; the next sweep tells
        logger.warning("sweep failed", exc_info=True)
    finally:
        connection.close()  # back into the pool
