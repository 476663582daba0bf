"""The roof: settings, addresses, processes, and the switchboard that names who reacts to what.

May import every room. Start reading at `switchboard.py`.
"""

from .celery import app as celery_app

__all__ = ["celery_app"]
