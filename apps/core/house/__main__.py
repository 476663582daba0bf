"""python -m apps.core.house run | test [-- pytest arguments] | bench [-- arguments] | with -- any command"""

import signal
import sys
from contextlib import suppress
from types import FrameType

from .trouble import Trouble, explain

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(arguments: list[str]) -> int:
    verb, *rest = arguments or ["help"]
    if rest[:1] == ["--"]:
        rest = rest[1:]
    if verb == "run":
        return _run()
    if verb in ("test", "with", "bench"):
        from . import throwaway

        # Told to end, `with` blocks still close: no server outlives us by our own doing.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
        return {"test": throwaway.test, "with": throwaway.beside, "bench": throwaway.bench}[verb](rest)
    print(__doc__)
    return 2


def _run() -> int:
    from .run import run

    for number in STOPPING:
        signal.signal(number, _stop)
    with suppress(KeyboardInterrupt):
        run()
    return 0


def _stop(*_: int | FrameType | None) -> None:
    """Once is enough: impatience in the middle of an orderly stop would make it a disorderly one."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        sys.exit(f"\n{trouble}\n")
    except OSError as error:
        sys.exit(f"\n{explain(error)}\n")
    except KeyboardInterrupt:
        sys.exit(130)
