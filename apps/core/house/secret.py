"""Secrets of this installation, made once and kept beside its data."""

import os
import secrets
from pathlib import Path


def secret(path: Path) -> str:
    """The secret in `path`, readable by its owner only; made on first use."""
    try:
        kept = path.read_text().strip()
    except FileNotFoundError:
        kept = ""
    if not kept:
        kept = secrets.token_urlsafe(48)
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(kept + "\n")
    return kept
