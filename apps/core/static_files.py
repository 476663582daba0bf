"""Which files browsers get, and collecting them only when one changed: it takes seconds, and a start should not."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

NOTE = ".collected"


class BrowserFilesConfig(StaticFilesConfig):
    """Leaves out files of packages that no page asks for: django-htmx's own htmx imports what it does not bring."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx"]


def collect_if_changed() -> bool:
    """Whether there was anything to collect."""
    note = Path(settings.STATIC_ROOT) / NOTE
    current = _fingerprint()
    if note.exists() and note.read_text() == current:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
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
