"""The Celery application: a kick that makes things happen at once. The sweeps are the guarantee."""

import os

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handoff_console.settings")

app = Celery("handoff_console")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["handoff_console"])


@worker_init.connect
def sweep(**signal) -> None:
    from .sweeps import begin  # not earlier: the rooms need Django set up

    begin()
