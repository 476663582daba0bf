"""Collect static files only when one of them changed: it takes seconds, and a start should not."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

NOTE = ".collected"
# Files of packages that no page asks for. django-htmx brings htmx as modules that import what it does not bring.
UNUSED = ["django_htmx"]


def collect_if_changed() -> bool:
    """Whether there was anything to collect."""
    note = Path(settings.STATIC_ROOT) / NOTE
    current = _fingerprint()
    if note.exists() and note.read_text() == current:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)
    note.write_text(current)
    return True


def _fingerprint() -> str:
    """Changes whenever a file, its size or its time does."""
    seen = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            about = Path(storage.path(path)).stat()
            seen.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return seen.hexdigest()
