"""What is stored is asked for somewhere."""

import re
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parents[2]
READERS = [
    path.read_text()
    for folder in ("apps", "handoff_console", "templates")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".py", ".html") and "migrations" not in path.parts
]
# Kept for people who look into the database, and for a customer's export.
FOR_WHOEVER_LOOKS = {"UnsentReply.saved_at"}


def test_no_column_is_only_written():
    """By its name, so one that shares it with another may slip through; one that stands here is surely not read."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("apps.")]
    unread = {
        f"{model.__name__}.{field.name}"
        for model in ours
        for field in model._meta.concrete_fields
        if not field.primary_key and not _is_read(field.name)
    }
    assert unread == FOR_WHOEVER_LOOKS


def _is_read(name: str) -> bool:
    """Named anywhere but where it is set (`name=`, `"name":`) or declared."""
    reading = re.compile(rf"(?<!\w){name}(?:_id|__\w+)?\b(?![\"']?\s*(?:=(?!=)|:(?!\s*=)))")
    return any(reading.search(text) for text in READERS)
