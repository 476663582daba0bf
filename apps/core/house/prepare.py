"""Bring database, static files and demo to the state this version needs, before anyone is served."""

import subprocess

from . import commands
from .places import ROOT
from .surroundings import Surroundings
from .trouble import Trouble


def prepare(around: Surroundings) -> None:
    """Run `manage.py prepare`. Raises Trouble with its last line."""
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
        last = (log.read_text(errors="replace").strip().splitlines() or ["it said nothing"])[-1]
        raise Trouble(f"The database could not be prepared: {last}\nMore is in {log}.")
