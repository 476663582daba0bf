"""python -m apps.core.house run | test [-- pytest arguments] | bench [-- arguments]"""

import signal
import sys

from .trouble import Trouble, explain


def main(arguments: list[str]) -> int:
    verb, *rest = arguments or ["help"]
    if rest[:1] == ["--"]:
        rest = rest[1:]
    # Told to end, `with` blocks still close: no server outlives us by our own doing.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    match verb:
        case "test":
            from .throwaway import test

            return test(rest)
        case "bench":
            from .throwaway import bench

            return bench(rest)
        case _:
            print(__doc__)
            return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        sys.exit(f"\n{trouble}\n")
    except OSError as error:
        sys.exit(f"\n{explain(error)}\n")
    except KeyboardInterrupt:
        sys.exit(130)
