import re

import pytest
from django.conf import settings
from django.utils import timezone, translation

from apps.account.commands import COMMANDS
from apps.people.models import Agent

GOOD = {
    "name": "Alice A.",
    "time_zone": "Europe/Berlin",
    "language": "en",
    "theme": "dark",
    "sound": "on",
    "shortcuts": "on",
    **{f"key_{command}": key for command, (_, key) in COMMANDS.items()},
    "key_claim": "k",
    "key_note": "",
}


def test_an_agent_sets_their_own_name_words_times_and_looks(as_agent, alice):
    answer = as_agent(alice).post("/settings/", GOOD)
    assert answer.status_code == 302
    alice.refresh_from_db()
    assert (alice.name, alice.time_zone, alice.language, alice.theme) == ("Alice A.", "Europe/Berlin", "en", "dark")
    assert alice.preferences == {
        "sound": True,
        "notifications": False,
        "shortcuts_off": False,
        "shortcuts": {"claim": "k", "note": ""},
    }


def test_a_setting_is_not_a_way_to_more_rights(as_agent, alice, technical):
    as_agent(alice).post("/settings/", GOOD | {"role": "admin", "is_superuser": "on", "teams": [technical.pk]})
    alice.refresh_from_db()
    assert alice.role == "agent"
    assert not alice.is_superuser
    assert technical not in alice.teams.all()


@pytest.mark.parametrize("key", ["two words", "?", "n", "ab"])
def test_keys_that_mean_nothing_or_two_things_are_refused_in_words(as_agent, alice, key):
    answer = as_agent(alice).post("/settings/", GOOD | {"key_rate": key})
    assert answer.status_code == 422
    assert answer.context["form"].errors["key_rate"]


def test_the_keys_are_those_of_the_templates():
    told = {}
    for template in (settings.BASE_DIR / "templates").rglob("*.html"):
        for tag in re.findall(r"<[a-z]+[^>]*data-command=[^>]*>", template.read_text()):
            if key := re.search(r'data-key="([^"]+)"', tag):
                told[re.search(r'data-command="([^"]+)"', tag)[1]] = key[1]
    usual = {command: key for command, (_, key) in COMMANDS.items()}
    assert told == usual
    for template in (settings.BASE_DIR / "templates").rglob("*.html"):  # and those that are written on buttons
        for command, key in re.findall(r'{% key(?:_of)? \S+ "([^"]+)" "([^"]+)"', template.read_text()):
            assert usual[command] == key


def test_pages_speak_the_agents_language_and_time(as_agent, alice, settings):
    settings.LANGUAGES = [("en", "English"), ("de", "German")]
    Agent.objects.update(language="de", time_zone="Asia/Tokyo")
    answer = as_agent(alice).get("/settings/")
    assert b'lang="de"' in answer.content
    assert b"+09:00" in answer.content
    assert timezone.get_current_timezone_name() == "UTC"
    assert translation.get_language() == "en"


def test_who_has_chosen_no_zone_has_the_browsers(as_agent, alice):
    client = as_agent(alice)
    client.cookies["zone"] = "Asia/Tokyo"
    answer = client.get("/settings/")
    assert b"+09:00" in answer.content
    assert b"data-zone" not in answer.content


def test_who_has_chosen_utc_has_utc(as_agent, alice):
    client = as_agent(alice)
    client.cookies["zone"] = "Asia/Tokyo"
    client.post("/settings/", GOOD | {"time_zone": "UTC"})
    answer = client.get("/settings/")
    assert b"+00:00" in answer.content
    assert b'data-zone="UTC"' in answer.content


def test_nobody_has_to_choose_a_zone(as_agent, alice):
    Agent.objects.update(time_zone="Asia/Tokyo")
    as_agent(alice).post("/settings/", GOOD | {"time_zone": ""})
    alice.refresh_from_db()
    assert alice.time_zone == ""


@pytest.mark.parametrize("told", ["Moon", "America", "../../etc/passwd", "/etc/localtime", "x" * 3000])
def test_a_browser_that_tells_no_zone_has_utc(as_agent, alice, told):
    client = as_agent(alice)
    client.cookies["zone"] = told
    assert b"+00:00" in client.get("/settings/").content


def test_an_unknown_zone_does_not_lock_anyone_out(as_agent, alice):
    Agent.objects.update(time_zone="Moon/Sea of Tranquility")
    assert as_agent(alice).get("/settings/").status_code == 200


def test_the_theme_is_one_post(as_agent, alice):
    client = as_agent(alice)
    assert client.post("/settings/theme/", {"theme": "light"}).status_code == 204
    assert client.post("/settings/theme/", {"theme": "pink"}).status_code == 400
    alice.refresh_from_db()
    assert alice.theme == "light"
