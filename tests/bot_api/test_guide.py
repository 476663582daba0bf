"""README.md and docs/bot-builders.md work as pasted: their curl calls go through a real shell to a real server."""

import json
import re
import subprocess
from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "README.md"
GUIDE = Path(__file__).parents[2] / "docs" / "bot-builders.md"
CODE = Path(__file__).parents[2] / "apps" / "bot_api"
CURLS = [block for block in re.findall(r"```sh\n(.*?)```", GUIDE.read_text(), re.DOTALL) if block.startswith("curl ")]


@pytest.mark.django_db(transaction=True)
def test_the_calls_of_the_guide_work_as_pasted(live_server, bot, billing):
    told = {"CONSOLE": live_server.url, "KEY": bot.key, "PATH": "/usr/bin:/bin"}
    calls = [call.replace("wait=25", "wait=0") for call in CURLS if "handbacks/3" not in call]
    answers = [
        subprocess.run(
            ["sh", "-ec", f"{call.strip()} -s -w '%{{http_code}}'"], env=told, capture_output=True, text=True
        )
        for call in calls
    ]
    assert [answer.stdout[-3:] for answer in answers] == ["201", "200", "200", "200"], answers


@pytest.mark.django_db(transaction=True)
def test_the_call_of_the_readme_works_as_pasted(live_server, bot, billing, tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "var/run.json").write_text(json.dumps({"visitors_key": "no", "bot_key": bot.key}, indent=2))
    (pasted,) = [block for block in re.findall(r"```sh\n(.*?)```", README.read_text(), re.DOTALL) if "curl" in block]
    call = pasted.replace("http://127.0.0.1:8000", live_server.url)
    answer = subprocess.run(["sh", "-ec", call], cwd=tmp_path, capture_output=True, text=True)
    assert json.loads(answer.stdout)["team"]["slug"] == "billing", answer


def test_the_guide_names_every_way_to_be_refused():
    """Those of 422 name their field and are left to speak for themselves; nobody hears a 499."""
    said = "\n".join(path.read_text() for path in CODE.rglob("*.py"))
    refusals = {(status, code) for status, code in re.findall(r'Problem\(\s*(\d+), "(\w+)"', said)}
    table = [line.split("|")[1:3] for line in GUIDE.read_text().splitlines() if line.startswith("| ")]
    told = {
        (status.strip(), code) for states, codes in table for status in states.split(",") for code in codes.split("`")
    }
    assert len(refusals) > 15
    assert {refusal for refusal in refusals if refusal[0] not in ("422", "499")} - told == set()
