"""One process of ours: started in a session of its own, logged to a file, stopped in its own way.

Its own session, because Ctrl-C in a terminal reaches the whole foreground group: the supervisor alone may
hear it, or PostgreSQL would be gone before the web server has finished its last request.
"""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from .leftovers import stop_leftover
from .waiting import until

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class Child:
    """A running process. `grace` is the number of seconds it gets before it is killed.

    `program` is a word of its command line, by which a leftover of an earlier run is known.
    """

    def __init__(
        self,
        name: str,
        argv: list[str],
        *,
        program: str,
        log: Path,
        pid_file: Path,
        stop_with: signal.Signals = signal.SIGTERM,
        grace: float = 10,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.name, self.log, self.pid_file, self.stop_with, self.grace = name, log, pid_file, stop_with, grace
        stop_leftover(pid_file, program)
        if log.exists():
            log.replace(log.with_suffix(".old.log"))
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=env,
                cwd=cwd,
                start_new_session=True,
                preexec_fn=_die_with_parent(stop_with),
            )
        pid_file.write_text(f"{self.process.pid}\n")

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def stop(self) -> None:
        """Ask, wait, and kill what does not listen."""
        if not self.has_ended:
            self.process.send_signal(self.stop_with)
            if not until(lambda: self.has_ended, self.grace):
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.pid_file.unlink(missing_ok=True)

    def last_lines(self, count: int = 15) -> str:
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-count:])


def _die_with_parent(how: signal.Signals) -> Callable[[], None] | None:
    """On Linux the kernel tells the child when we are gone, however we went.

    Elsewhere nobody does, and the next start stops what was left over.
    """
    if LIBC is None:
        return None
    prctl = LIBC.prctl
    parent = os.getpid()

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, how)
        if os.getppid() != parent:  # we died between the fork and the call
            os._exit(1)

    return ask
