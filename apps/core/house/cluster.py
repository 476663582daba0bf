"""PostgreSQL's files: made on first use, and refused when another version made them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .trouble import Trouble

NAME = "console"  # of the role and of the database
# macOS has no C.UTF-8: byte order for sorting and a UTF-8 table for letters is the same thing.
LOCALE = ["--locale=C.UTF-8"] if sys.platform == "linux" else ["--locale=C", "--lc-ctype=en_US.UTF-8"]
WHY = re.compile(r"(?:FATAL|PANIC|error):\s+(.*)")


def make_cluster(cluster: Path, identity: list[str], programs: Path, password_file: Path, *, durable: bool) -> None:
    """Make it beside its place and move it there whole: an interrupted first start leaves no half of it."""
    half = cluster.with_name("data.half")
    shutil.rmtree(half, ignore_errors=True)
    command = [*identity, f"{programs}/initdb", "-D", f"{half}", f"--username={NAME}", "--encoding=UTF8"]
    command += [*LOCALE, "--auth=scram-sha-256", f"--pwfile={password_file}"]
    if not durable:
        command.append("--no-sync")
    english = os.environ | {"LC_ALL": "C"}
    made = subprocess.run(command, capture_output=True, text=True, check=False, env=english)
    if made.returncode:
        shutil.rmtree(half, ignore_errors=True)
        raise Trouble(f"PostgreSQL could not make a database in {cluster}: {reason(made.stderr)}.")
    half.rename(cluster)


def require_version(cluster: Path, programs: Path) -> None:
    """Raises Trouble unless the installed PostgreSQL can read these files."""
    note = cluster / "PG_VERSION"
    if not note.exists():
        raise Trouble(f"{cluster} is no database, or a damaged one: move it away to start afresh.")
    made_by = note.read_text().strip()
    command = [f"{programs}/postgres", "--version"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    installed = re.findall(r"\d+", printed)[0]
    if made_by != installed:
        raise Trouble(
            f"The database in {cluster} was made by PostgreSQL {made_by}, and {installed} is installed: "
            "set PG_BIN to the one that made it, or move the directory away to start afresh."
        )


def complaints(output: str) -> list[str]:
    """What PostgreSQL says is wrong, without what it answers to everyone while it starts."""
    return [why for why in WHY.findall(output) if not why.startswith("the database system is ")]


def reason(output: str) -> str:
    """The line of PostgreSQL's output that says why."""
    found = complaints(output) or WHY.findall(output)
    lines = output.strip().splitlines()
    why = found[-1] if found else lines[-1] if lines else "it said nothing"
    return why.removeprefix("but ").rstrip(". ")
