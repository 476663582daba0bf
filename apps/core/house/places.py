"""Where things are."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]  # the directory of manage.py


def data_dir() -> Path:
    """What must survive a restart."""
    return Path(os.environ.get("DATA_DIR") or ROOT / "var").expanduser().resolve()
