"""Wait for something the system has no signal for."""

import time
from collections.abc import Callable

EVERY = 0.02


def until(condition: Callable[[], object], seconds: float) -> bool:
    """Whether `condition` came true within `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(EVERY)
    return True
