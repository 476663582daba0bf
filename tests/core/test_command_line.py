import os
import subprocess
import sys

import pytest

from apps.core.house.places import ROOT


@pytest.fixture(autouse=True)
def _database():
    """The commands run in processes of their own."""


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )


def test_a_wrong_setting_is_one_sentence():
    done = manage("check", HTTPS="perhaps")
    assert (done.returncode, done.stderr) == (1, "HTTPS must be 1 or 0, not 'perhaps'.\n")


def test_a_database_that_is_away_is_one_sentence_without_its_password():
    done = manage("setup", DATABASE_URL="postgres://console:secret@127.0.0.1:1/console")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith("(postgres://127.0.0.1:1/console) cannot be used: Connection refused.")
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr
