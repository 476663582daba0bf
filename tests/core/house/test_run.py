"""The whole product from one command, and how it ends."""

import json
import os
import signal
import urllib.request

import pytest

from apps.core.house.waiting import until

from .conftest import SETTLED, falls_silent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> str:
    """One data directory for these tests: whichever comes first prepares it, and the next starts on what was left."""
    return str(tmp_path_factory.mktemp("installation"))


@pytest.fixture
def bare(bare, installation) -> dict[str, str]:
    return bare | {"DATA_DIR": installation}


def told(process, environment) -> dict:
    """What run.json says, once the console is up."""
    note = os.path.join(environment["DATA_DIR"], "run.json")
    assert until(lambda: os.path.exists(note) or process.poll() is not None, 4 * SETTLED)
    assert process.poll() is None, process.communicate()
    with open(note) as file:
        return json.load(file)


def pid_of(name: str, environment) -> int:
    with open(os.path.join(environment["DATA_DIR"], f"{name}.pid")) as file:
        return int(file.read())


def test_it_runs_refuses_a_second_of_itself_and_stops_when_told(house, bare):
    console = house("run")
    url = told(console, bare)["url"]
    with urllib.request.urlopen(f"{url}/readyz") as answer:
        assert json.load(answer) == {"database": True, "migrated": True, "redis": True}

    second = house("run")
    _, complaint = second.communicate(timeout=SETTLED)
    assert second.returncode == 1
    assert "already runs" in complaint

    console.send_signal(signal.SIGTERM)
    said, complaint = console.communicate(timeout=SETTLED)
    assert (console.returncode, complaint) == (0, "")
    assert url in said
    assert falls_silent(int(url.rpartition(":")[2]))
    assert not os.path.exists(os.path.join(bare["DATA_DIR"], "run.json"))


def test_a_part_that_dies_takes_the_rest_along_and_says_what_it_last_said(house, bare):
    console = house("run")
    url = told(console, bare)["url"]
    os.kill(pid_of("web", bare), signal.SIGKILL)
    _, complaint = console.communicate(timeout=2 * SETTLED)
    assert console.returncode == 1
    assert "The web stopped by itself" in complaint
    assert "Uvicorn running on" in complaint
    assert falls_silent(int(url.rpartition(":")[2]))


def test_with_both_urls_set_nothing_is_embedded(house, serve, bare, tmp_path):
    fresh = serve(tmp_path / "elsewhere").urls | {"DATA_DIR": str(tmp_path / "data")}
    told(house("run", **fresh), bare | fresh)
    assert not {"postgres", "redis"} & set(os.listdir(fresh["DATA_DIR"]))
