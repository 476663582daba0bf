import pytest
from django.core.management import CommandError, call_command

from apps.account import setting_up
from apps.people.models import Agent, Team

OPTIONS = {"base_url": "https://console.example.com", "email": "Root@Example.com", "name": "Root", "team": "Front desk"}


@pytest.fixture
def setup(monkeypatch, capsys):
    monkeypatch.setenv("SETUP_PASSWORD", "correct horse battery")

    def run(**changes) -> str:
        call_command("setup", no_input=True, **OPTIONS | changes)
        return capsys.readouterr().out

    return run


def test_it_makes_the_first_admin_and_team_once(setup):
    setup()
    setup(name="Somebody else")
    admin = Agent.objects.get()
    assert (admin.email, admin.name, admin.role, admin.is_superuser) == ("root@example.com", "Root", "admin", True)
    assert admin.check_password("correct horse battery")
    assert Team.objects.get().slug == "front-desk"


def test_a_poor_password_makes_nobody(setup, monkeypatch):
    monkeypatch.setenv("SETUP_PASSWORD", "password")
    with pytest.raises(CommandError, match="too short"):
        setup()
    assert not Agent.objects.exists()


def test_what_is_missing_is_asked_for_by_name(setup):
    with pytest.raises(CommandError, match="Email of the first admin: give it with --email"):
        setup(email=None)


def test_without_a_password_it_says_where_one_is_looked_for(setup, monkeypatch):
    monkeypatch.delenv("SETUP_PASSWORD")
    with pytest.raises(CommandError, match="SETUP_PASSWORD: it is not set"):
        setup()


def test_run_again_it_knows_the_admin_and_the_team(setup):
    setup()
    assert "root@example.com is admin, Front desk is a team" in setup(email=None, team=None)


def test_an_agent_does_not_become_admin_by_being_named(setup, alice):
    with pytest.raises(CommandError, match="no active admin"):
        setup(email=alice.email)


def test_it_says_what_would_keep_people_out(settings):
    settings.ALLOWED_HOSTS, settings.HTTPS = ["other.example.com"], False
    found = " ".join(setting_up.findings("https://console.example.com"))
    assert "ALLOWED_HOSTS" in found
    assert "HTTPS says 0" in found
    settings.ALLOWED_HOSTS, settings.HTTPS, settings.BEHIND_PROXY = ["console.example.com"], True, True
    assert "ALLOWED_HOSTS" not in " ".join(setting_up.findings("https://console.example.com"))
    assert "is not an address" in next(setting_up.findings("console"))
