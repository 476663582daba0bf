"""A full disk is said before PostgreSQL finds out in the middle of a write."""

import shutil
import tempfile
from pathlib import Path

from .trouble import Trouble

NEEDED = 200  # MB: a fresh database, its log of changes, and a day of demo
FULL = 2  # MB, and less: nobody can write any more


def require_room(folder: Path) -> None:
    """Raises Trouble when the disk is nearly full, OSError when `folder` cannot be written."""
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        error.filename = folder  # and not the passing name of the file
        raise
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < NEEDED:
        raise Trouble(f"Only {free} MB are left on the disk of {folder}: {NEEDED} MB are needed. Make room.")


def is_full(folder: Path) -> bool:
    return shutil.disk_usage(folder).free <= FULL * 1_000_000
