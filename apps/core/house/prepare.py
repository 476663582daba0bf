"""Bring database, static files and demo to the state this version needs, before anyone is served."""

import hashlib
import re
import subprocess
import sys

from . import commands
from .places import ROOT
from .surroundings import Surroundings
from .trouble import Trouble

READ = ("apps", "handoff_console", "static", "requirements.txt")  # what `manage.py prepare` depends on


def prepare(around: Surroundings) -> None:
    """Run `manage.py prepare`, unless this very version did so over our own database. Raises Trouble.

    Saves two seconds at each start; a database that a URL names may have changed behind our back.
    """
    note = around.folder / "prepared"
    if around.owns_database and note.exists() and note.read_text() == _fingerprint(around):
        return
    note.unlink(missing_ok=True)
    _run(around)
    note.write_text(_fingerprint(around))


def _run(around: Surroundings) -> None:
    log = around.folder / "log" / "prepare.log"
    with log.open("w") as output:
        done = subprocess.run(
            commands.manage("prepare"),
            cwd=ROOT,
            env=around.environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise Trouble(
            f"The database could not be prepared: {_reason(log.read_text(errors='replace'))}\nMore is in {log}."
        )


def _reason(output: str) -> str:
    """The exception at the end of a traceback, in the words of its first paragraph; or the last line."""
    *before, said = re.split(r"^[\w.]+(?:Error|Exception)\b: ", output.strip(), flags=re.MULTILINE)
    lines = said.partition("\n\n")[0].splitlines()
    return " ".join(lines[-3:] if before else lines[-1:]) or "it said nothing"


def _fingerprint(around: Surroundings) -> str:
    """Changes with every file that matters, and when what it stands for was taken away."""
    seen = hashlib.sha256(f"{sys.version} {ROOT} {around.is_demo}\n".encode())
    for name in READ:
        for path in sorted([ROOT / name, *(ROOT / name).rglob("*")]):
            if path.is_file() and "__pycache__" not in path.parts:
                about = path.stat()
                seen.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    for made in ("postgres/data", "static", *(["demo.json"] if around.is_demo else [])):
        seen.update(str((around.folder / made).exists()).encode())
    return seen.hexdigest()
