"""Who runs PostgreSQL. It refuses uid 0, so as root it gets another identity; otherwise it is simply us."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .trouble import Trouble

NOBODY = 65534


def runner(folder: Path, program: Path) -> list[str]:
    """What to put before a command so that `program` runs with `folder` as its own; changes owners if needed.

    A folder that already belongs to someone else keeps its owner, and that owner runs the server.
    """
    if os.geteuid() != 0:
        return []
    owner = folder.stat().st_uid
    if owner == 0:
        # A user namespace in which root's files belong to uid 1000: no account, no chown, nothing to undo.
        prefix = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
        if _works(prefix, folder, program):
            return prefix
        owner = NOBODY
    for prefix in _drops(owner):
        if _works(prefix, folder, program):
            _give(folder, owner)
            return prefix
    raise Trouble(
        "PostgreSQL does not run as root, and no other identity could be taken here: "
        "start as an ordinary user, or set DATABASE_URL."
    )


def _drops(uid: int) -> list[list[str]]:
    if sys.platform != "linux":
        return [["sudo", "-n", "-u", f"#{uid}", "--"]]
    # A change of uid clears the parent death signal, hence `keep`.
    drop = ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "--pdeathsig=keep"]
    # The second may also walk through directories closed to it, such as a checkout below /root.
    return [[*drop, "--"], [*drop, "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--"]]


def _works(prefix: list[str], folder: Path, program: Path) -> bool:
    """Whether that identity exists here and reaches both."""
    if shutil.which(prefix[0]) is None:
        return False
    probe = [*prefix, "/bin/sh", "-c", 'cd "$0" && exec "$1" --version', str(folder), str(program)]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def _give(folder: Path, uid: int) -> None:
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, uid, uid, follow_symlinks=False)
