"""DATA_DIR/demo.json: who may sign in and the bots' keys, for the supervisor, for scripts and for the demo bot."""

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings


def path() -> Path:
    return Path(settings.DATA_DIR) / "demo.json"


def read() -> dict[str, Any]:
    """Empty when there is none, or none that can be read."""
    try:
        told = json.loads(path().read_text())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def write(told: dict[str, Any]) -> None:
    """Whoever sees the file sees all of it, and only its owner sees it."""
    path().parent.mkdir(parents=True, exist_ok=True)
    half = path().with_suffix(".half")
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(told, file, indent=2)
    half.replace(path())
