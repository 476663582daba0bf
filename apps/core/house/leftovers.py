"""A server that outlived its supervisor (killed with -9 where the kernel has no parent death signal)."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from .waiting import until

GRACE = 15  # seconds a leftover gets to finish its writes


def stop_leftover(pid_file: Path, program: str) -> None:
    """Stop the process named in `pid_file` if it still is `program`; forget the file if it is another."""
    try:
        pid = int(pid_file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return
    if not _is_alive(pid):
        return  # the server itself knows best how to treat its stale file
    if program not in _command(pid):
        pid_file.unlink(missing_ok=True)  # the number was given to someone else, which PostgreSQL cannot tell
        return
    with suppress(ProcessLookupError):  # it may end by itself at any of these moments
        os.kill(pid, signal.SIGINT)
        if not until(lambda: not _is_alive(pid), GRACE):
            os.killpg(os.getpgid(pid), signal.SIGKILL)
            until(lambda: not _is_alive(pid), GRACE)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return "Z" not in _state(pid)


def _state(pid: int) -> str:
    """Z for a process that is dead but not yet fetched by its parent."""
    if sys.platform != "linux":
        return _ps(pid, "state=")
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def _command(pid: int) -> str:
    if sys.platform != "linux":
        return _ps(pid, "command=")
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _ps(pid: int, column: str) -> str:
    return subprocess.run(["ps", "-o", column, "-p", str(pid)], capture_output=True, text=True, check=False).stdout
