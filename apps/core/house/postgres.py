"""PostgreSQL for one data directory, on a free loopback port, with a password of its own."""

import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psycopg

from .binaries import postgres_bin
from .child import Child
from .cluster import NAME, complaints, make_cluster, reason, require_version
from .identity import runner
from .leftovers import stop_leftover
from .ports import free_port
from .secret import secret
from .trouble import Trouble
from .waiting import until

PATIENCE = 120  # seconds; a server that crashed replays its log before it answers
BLINK = 0.2  # seconds between two starts
HOPELESS = 5  # complaints: a server over damaged catalogs runs, and fails at every connection and each of its own steps
OUTLIVED = "shared memory block"  # of what it says when children of a killed server are still there
NO_ROLE = f'Role "{NAME}" does not exist'
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    "jit": "off",
}
# For data nobody will miss: three times the speed on a slow disk.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def start_postgres(folder: Path, logs: Path, *, durable: bool = True) -> tuple[str, Child]:
    """Start the server of `folder`, made on first use. Returns its URL and its process."""
    folder.mkdir(parents=True, exist_ok=True)
    programs = postgres_bin()
    password = secret(folder / "password")
    cluster = folder / "data"
    stop_leftover(cluster / "postmaster.pid", "postgres")
    identity = runner(folder, programs / "postgres")
    if not cluster.exists():
        make_cluster(cluster, identity, programs, folder / "password", durable=durable)
    require_version(cluster, programs)
    port = free_port()
    argv = [*identity, f"{programs}/postgres", "-D", f"{cluster}", "-p", f"{port}"]
    for name, value in (SETTINGS | ({} if durable else CARELESS)).items():
        argv += ["-c", f"{name}={value}"]
    # SIGINT is "fast" here: sessions are cut, everything committed is on disk.
    start = partial(
        Child,
        "PostgreSQL",
        argv,
        program="postgres",
        log=logs / "postgres.log",
        pid_file=folder / "server.pid",
        stop_with=signal.SIGINT,
        grace=30,
    )
    url = f"postgres://{NAME}:{password}@127.0.0.1:{port}"
    child = once_it_answers(start, f"{url}/postgres", cluster)
    try:
        _create_database(f"{url}/postgres")
        psycopg.connect(f"{url}/{NAME}").close()
    except psycopg.Error as error:
        child.stop()
        raise Trouble(f"The database in {cluster} is damaged: {reason(str(error))}. Its log is {child.log}.") from error
    except BaseException:
        child.stop()
        raise
    return f"{url}/{NAME}", child


def once_it_answers(start: Callable[[], Child], url: str, cluster: Path) -> Child:
    """Start it until it stays. Raises Trouble.

    A server that was killed leaves children, each in a session of its own, that take a moment to notice. Beside them
    PostgreSQL does not start.
    """
    deadline = time.monotonic() + PATIENCE
    while not _stays(child := start(), url):
        why = reason(child.log.read_text(errors="replace"))
        if OUTLIVED not in why or time.monotonic() > deadline:
            raise Trouble(f"PostgreSQL did not start from {cluster}: {why}. Its log is {child.log}.")
        time.sleep(BLINK)
    return child


def _stays(child: Child, url: str) -> bool:
    """Whether it answers; otherwise it is stopped."""
    try:
        until(lambda: child.has_ended or _is_hopeless(child) or _answers(child, url), PATIENCE)
        answers = not (child.has_ended or _is_hopeless(child)) and _answers(child, url)
    except BaseException:
        child.stop()
        raise
    if not answers:
        child.grace = 5  # it may be busy failing, and has taken nobody's word for anything yet
        child.stop()
    return answers


def _is_hopeless(child: Child) -> bool:
    return len(complaints(child.log.read_text(errors="replace"))) >= HOPELESS


def _answers(child: Child, url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=5):
            return True
    except psycopg.OperationalError as error:
        if "password authentication failed" in str(error):
            raise _refusal(child) from error
        return False


def _refusal(child: Child) -> Trouble:
    """PostgreSQL tells a caller the same whether the password or the role is wrong; its log knows."""
    if NO_ROLE in child.log.read_text(errors="replace"):
        return Trouble(
            "The database in DATA_DIR is damaged, it knows nobody any more: put back a copy of postgres/, "
            f"or move it away to start afresh. Its log is {child.log}."
        )
    return Trouble(
        "The database in DATA_DIR does not know its password any more: "
        "put back the file postgres/password, or move postgres/ away to start afresh."
    )


def _create_database(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [NAME]).fetchone():
            connection.execute(f"create database {NAME}")
