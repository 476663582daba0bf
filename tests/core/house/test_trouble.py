"""Everything that can be wrong with a machine is one sentence and exit code 1, never a traceback."""

import shutil
import socket
import subprocess
import sys

import pytest

from apps.core.house.places import ROOT

from .conftest import SETTLED


@pytest.fixture
def complaint(house):
    """What `run` says on its way out."""

    def of(before: tuple[str, ...] = (), **environment: str) -> str:
        process = house("run", before=before, **environment)
        _, said = process.communicate(timeout=2 * SETTLED)
        assert process.returncode == 1
        assert "Traceback" not in said
        return said

    return of


def test_a_port_in_use(complaint):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"Port {port} on 127.0.0.1 is in use" in complaint(PORT=str(port))


@pytest.mark.parametrize("port", ["http", "-1", "70000"])
def test_a_port_that_is_none(complaint, port):
    assert "PORT must be a number" in complaint(PORT=port)


def test_a_demo_that_says_neither_yes_nor_no(complaint):
    assert "DEMO must be 1 or 0, not 'ture'" in complaint(DEMO="ture")


def test_a_host_that_is_not_this_machine(complaint):
    assert "Cannot listen on 192.0.2.1" in complaint(HOST="192.0.2.1")


def test_a_data_directory_that_cannot_be_made(complaint, tmp_path):
    (tmp_path / "file").touch()
    assert "a file, not a directory" in complaint(DATA_DIR=str(tmp_path / "file/data"))


@pytest.fixture
def small_disk(tmp_path):
    """What to put before a command, for `tmp_path` to be a disk of eight megabytes."""
    if sys.platform != "linux" or not shutil.which("unshare"):
        pytest.skip("needs Linux namespaces")
    disk = ("unshare", "--user", "--map-root-user", "--mount", "--")
    if subprocess.run([*disk, "true"], capture_output=True, check=False).returncode:
        pytest.skip("user namespaces are closed here")
    return (*disk, "sh", "-c", f'mount -t tmpfs -o size=8m none {tmp_path} && exec "$@"', "sh")


def test_a_full_disk(complaint, small_disk, tmp_path):
    assert "MB are left on the disk" in complaint(before=small_disk, DATA_DIR=str(tmp_path))


def test_a_disk_that_fills_up_later_is_told_from_one_with_room(small_disk, tmp_path):
    script = (
        "from pathlib import Path; from apps.core.house.disk import is_full; import sys; folder = Path(sys.argv[1]);"
        "print(is_full(folder)); (folder / 'data').write_bytes(bytes(7_500_000)); print(is_full(folder))"
    )
    command = [*small_disk, sys.executable, "-c", script, str(tmp_path)]
    assert subprocess.check_output(command, cwd=ROOT, text=True).split() == ["False", "True"]


def test_a_database_that_does_not_answer(complaint):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # taken and not listening: refused at once
        said = complaint(DATABASE_URL=f"postgres://me:secret@127.0.0.1:{closed.getsockname()[1]}/console")
    assert "DATABASE_URL" in said
    assert "refused" in said
    assert "secret" not in said


def test_a_database_url_that_is_none(complaint):
    assert "must read postgres://" in complaint(DATABASE_URL="sqlite:///db.sqlite3")


def test_a_redis_url_that_is_none(complaint, serve, tmp_path):
    database = serve(tmp_path / "servers").urls["DATABASE_URL"]
    assert "must read redis://" in complaint(DATABASE_URL=database, REDIS_URL="127.0.0.1:6379")


def test_a_redis_that_does_not_answer(complaint, serve, tmp_path):
    database = serve(tmp_path / "servers").urls["DATABASE_URL"]
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        said = complaint(DATABASE_URL=database, REDIS_URL=f"redis://127.0.0.1:{closed.getsockname()[1]}/0")
    assert "REDIS_URL" in said


def test_a_database_user_that_may_not_in(complaint, serve, tmp_path):
    database = serve(tmp_path / "servers").urls["DATABASE_URL"]
    assert "password authentication failed" in complaint(DATABASE_URL=database.replace("console:", "stranger:"))
