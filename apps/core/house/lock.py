"""One supervisor a data directory. The lock is the kernel's, so it cannot be left behind."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .trouble import Trouble


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Trouble(
                f"Handoff console already runs with the data in {folder}: "
                "stop that one first, or start a second one with PORT and DATA_DIR of its own."
            ) from error
        yield
