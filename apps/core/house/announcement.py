"""Tell the person, and the scripts, where the console is and who may sign in."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .surroundings import Surroundings


@contextmanager
def announced(around: Surroundings) -> Iterator[None]:
    """While it runs, the address stands on the screen and in run.json."""
    told = {"url": around.url, "pid": os.getpid()} | (_demo(around) if around.is_demo else {})
    note = around.folder / "run.json"
    half = note.with_suffix(".half")
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(told, file, indent=2)
    half.replace(note)  # whoever sees the file sees all of it
    print(_words(told, around), flush=True)
    try:
        yield
    finally:
        note.unlink(missing_ok=True)
        print("Stopping ...", flush=True)


def _demo(around: Surroundings) -> dict[str, Any]:
    """What `manage.py seed_demo` wrote: the accounts and the bots' keys."""
    note = around.folder / "demo.json"
    return json.loads(note.read_text())


def _words(told: dict[str, Any], around: Surroundings) -> str:
    lines = ["", f"  Handoff console   {told['url']}", ""]
    for account in told.get("accounts", []):
        lines.append(f"  {account['role']:<17} {account['email']:<28} {account['password']}")
    if key := told.get("bot_key"):
        lines += ["", f"  {'bot':<17} {key}"]
    lines += ["", f"  Logs are in {around.folder / 'log'}. Ctrl-C stops everything.", ""]
    return "\n".join(lines)
