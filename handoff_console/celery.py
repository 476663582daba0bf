"""The Celery application: a kick that makes things happen at once. The sweeps in settings are the guarantee."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handoff_console.settings")

app = Celery("handoff_console")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["handoff_console"])
