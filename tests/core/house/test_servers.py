"""PostgreSQL and Redis of a data directory: they start, stop, and outlive every way to die."""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import monotonic

import psycopg
import pytest
from redis import Redis

from apps.core.house.binaries import postgres_bin, redis_server
from apps.core.house.postgres import start_postgres
from apps.core.house.trouble import Trouble
from apps.core.house.waiting import until

from .conftest import falls_silent

NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
as_root = pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="needs Linux and root")


def note(url: str, text: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("create table if not exists notes (text text)")
        connection.execute("insert into notes values (%s)", [text])


def notes(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [text for (text,) in connection.execute("select text from notes")]


def test_both_servers_answer_and_are_gone_after_the_block(serve, tmp_path):
    serving = serve(tmp_path)
    note(serving.urls["DATABASE_URL"], "kept")
    assert Redis.from_url(serving.urls["REDIS_URL"]).ping()
    assert serving.let_go() == 0
    assert falls_silent(serving.port("DATABASE_URL"))
    assert falls_silent(serving.port("REDIS_URL"))


def test_the_database_speaks_utf8_and_asks_for_a_password(serve, tmp_path):
    url = serve(tmp_path).urls["DATABASE_URL"]
    with psycopg.connect(url) as connection:
        assert connection.execute("select lower('ÄÖ'), 'أهلا 👋'").fetchone() == ("äö", "أهلا 👋")
    without_password = url.replace(url[url.index("console:") + 7 : url.index("@")], "")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(without_password)


def test_what_was_committed_survives_the_supervisors_death(serve, tmp_path):
    serving = serve(tmp_path)
    note(serving.urls["DATABASE_URL"], "committed")
    serving.send_signal(signal.SIGKILL)
    serving.wait()
    again = serve(tmp_path)
    assert notes(again.urls["DATABASE_URL"]) == ["committed"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_killing_the_supervisor_stops_both_servers(serve, tmp_path):
    serving = serve(tmp_path)
    serving.send_signal(signal.SIGKILL)
    assert falls_silent(serving.port("DATABASE_URL"))
    assert falls_silent(serving.port("REDIS_URL"))


def test_a_server_left_over_is_stopped_before_the_next_start(tmp_path):
    _, leftover = start_postgres(tmp_path, tmp_path)
    url, child = start_postgres(tmp_path, tmp_path)
    try:
        assert leftover.process.wait(30) == 0
        note(url, "one server, one directory")
    finally:
        child.stop()


def test_a_stale_pid_that_now_is_another_program_does_not_hinder(tmp_path):
    start_postgres(tmp_path, tmp_path)[1].stop()
    (tmp_path / "data/postmaster.pid").write_text(f"{os.getpid()}\n{tmp_path}/data\n1\n5432\n\n127.0.0.1\n0 0\n")
    _, child = start_postgres(tmp_path, tmp_path)
    child.stop()


def test_a_server_killed_with_its_pid_file_left_behind_starts_again(tmp_path):
    url, child = start_postgres(tmp_path, tmp_path)
    note(url, "before the crash")
    os.killpg(child.process.pid, signal.SIGKILL)
    child.process.wait()
    url, child = start_postgres(tmp_path, tmp_path)
    try:
        assert notes(url) == ["before the crash"]
    finally:
        child.stop()


def test_a_killed_server_with_a_child_that_has_not_noticed_yet_starts_again(tmp_path):
    url, child = start_postgres(tmp_path, tmp_path)
    slow = psycopg.connect(url)
    os.kill(slow.info.backend_pid, signal.SIGSTOP)
    os.killpg(child.process.pid, signal.SIGKILL)  # its children have sessions of their own
    child.process.wait()
    notices = Thread(target=_once_refused, args=[tmp_path, slow.info.backend_pid])
    notices.start()
    _, child = start_postgres(tmp_path, tmp_path)
    notices.join()
    child.stop()
    slow.close()


def _once_refused(logs: Path, pid: int) -> None:
    def refused() -> bool:
        with suppress(FileNotFoundError):  # it is being put aside for the next start
            return "still in use" in (logs / "postgres.log").read_text()
        return False

    until(refused, 30)
    os.kill(pid, signal.SIGCONT)


def test_an_interrupted_first_start_leaves_nothing_in_the_way(tmp_path):
    (tmp_path / "data.half/base").mkdir(parents=True)
    start_postgres(tmp_path, tmp_path)[1].stop()


def test_files_of_another_version_are_refused_by_name(tmp_path):
    start_postgres(tmp_path, tmp_path)[1].stop()
    (tmp_path / "data/PG_VERSION").write_text("12\n")
    with pytest.raises(Trouble, match="made by PostgreSQL 12"):
        start_postgres(tmp_path, tmp_path)


def test_damaged_files_are_a_sentence_with_the_place_of_the_log(tmp_path):
    start_postgres(tmp_path, tmp_path)[1].stop()
    (tmp_path / "data/global/pg_control").write_bytes(b"damaged")
    with pytest.raises(Trouble, match=r"did not start from .*pg_control.*postgres\.log"):
        start_postgres(tmp_path, tmp_path)


@pytest.mark.parametrize("database", ["shared", "postgres", "console"])
@pytest.mark.parametrize("damage", [lambda file: file.write_bytes(b"x" * 512), Path.unlink], ids=["bytes", "gone"])
def test_damaged_catalogs_are_a_sentence_within_a_minute(tmp_path, database, damage):
    url, child = start_postgres(tmp_path, tmp_path, durable=False)
    with psycopg.connect(url) as connection:
        oids = dict(connection.execute("select datname, oid from pg_database").fetchall())
    child.stop()
    folder = f"base/{oids[database]}" if database in oids else "global"
    damage(tmp_path / "data" / folder / "pg_filenode.map")
    begun = monotonic()
    with pytest.raises(Trouble, match=rf"{tmp_path}/data.*pg_filenode\.map.*postgres\.log"):
        start_postgres(tmp_path, tmp_path)
    assert monotonic() - begun < 60


def test_a_lost_password_is_told_from_a_catalog_that_knows_nobody(tmp_path):
    url, child = start_postgres(tmp_path, tmp_path, durable=False)
    with psycopg.connect(url) as connection:
        (roles,) = connection.execute("select pg_relation_filepath('pg_authid')").fetchone()
    child.stop()
    password = (tmp_path / "password").read_text()
    (tmp_path / "password").unlink()
    with pytest.raises(Trouble, match=r"put back the file postgres/password"):
        start_postgres(tmp_path, tmp_path)
    (tmp_path / "password").write_text(password)
    file = tmp_path / "data" / roles
    file.write_bytes(bytes(file.stat().st_size))
    with pytest.raises(Trouble, match=r"damaged, it knows nobody .*postgres\.log"):
        start_postgres(tmp_path, tmp_path)


def test_installed_programs_are_taken_when_named(serve, tmp_path):
    serving = serve(tmp_path, PG_BIN=str(postgres_bin()), REDIS_BIN=str(redis_server().parent))
    assert serving.urls


def test_a_program_that_does_what_it_is_called_by_is_called_by_its_name(serve, tmp_path):
    """Debian's redis-server is a link to redis-check-rdb."""
    program, link = tmp_path / "redis-check-rdb", tmp_path / "redis-server"
    program.write_text(f'#!/bin/sh\n[ "${{0##*/}}" = redis-server ] && exec "{redis_server()}" "$@"\nexit 1\n')
    program.chmod(0o755)
    link.symlink_to(program)
    serving = serve(tmp_path / "data", REDIS_BIN=str(link))
    assert Redis.from_url(serving.urls["REDIS_URL"]).ping()


def test_a_named_directory_without_programs_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(Trouble, match="PG_BIN must name"):
        postgres_bin()


@as_root
def test_root_without_user_namespaces_drops_to_nobody(serve, tmp_path):
    """Once dropped, the files stay nobody's, so the next start with namespaces goes on as nobody."""
    fake = tmp_path / "bin/unshare"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\nexit 1\n")
    fake.chmod(0o755)
    serving = serve(tmp_path, PATH=f"{fake.parent}:{os.environ['PATH']}")
    note(serving.urls["DATABASE_URL"], "as nobody")
    assert (tmp_path / "postgres/data").stat().st_uid == 65534
    assert serving.let_go() == 0
    assert notes(serve(tmp_path).urls["DATABASE_URL"]) == ["as nobody"]


@as_root
def test_an_ordinary_user_needs_no_rights(serve):
    probe = [*NOBODY, sys.executable, "-c", "import apps, psycopg, redis"]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("this checkout or its Python is closed to other users")
    with tempfile.TemporaryDirectory() as folder:  # pytest's own directories are closed to others
        os.chown(folder, 65534, 65534)
        serving = serve(Path(folder), before=NOBODY)
        note(serving.urls["DATABASE_URL"], "as myself")
        assert serving.let_go() == 0
