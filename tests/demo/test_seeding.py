"""The company in the database."""

import json

import pytest
from django.core.management import CommandError, call_command

from apps.conversations.models import Bot, Intent
from apps.demo import content, note, seeding
from apps.knowledge.models import Article
from apps.people.models import Agent, Team
from apps.routing.models import Route

PASSWORD = content.company()["password"]


@pytest.fixture(autouse=True)
def _demo(settings, tmp_path) -> None:
    settings.DEMO, settings.DATA_DIR = True, tmp_path


def test_everyone_and_everything_is_there():
    call_command("seed_demo", no_past=True)
    assert Team.objects.count() == len(content.teams())
    assert Agent.objects.count() == len(content.agents())
    assert Article.objects.count() == len(content.articles())
    assert Intent.objects.get(slug="billing.duplicate_charge").parent.slug == "billing"
    assert Route.objects.get(intent="fraud.report", language="").team.slug == "security"


def test_the_accounts_stand_in_a_file_only_its_owner_reads_and_they_work():
    call_command("seed_demo", no_past=True)
    told = json.loads(note.path().read_text())
    assert [account["role"] for account in told["accounts"]] == ["agent", "supervisor", "admin"]
    assert all(Agent.objects.get(email=a["email"]).check_password(a["password"]) for a in told["accounts"])
    assert note.path().stat().st_mode & 0o077 == 0


def test_twice_is_once(django_assert_max_num_queries):
    call_command("seed_demo", no_past=True)
    before = note.path().read_text()
    with django_assert_max_num_queries(6):
        call_command("seed_demo", no_past=True)
    assert note.path().read_text() == before
    assert Agent.objects.count() == len(content.agents())


def test_a_lost_file_is_written_again_and_nobody_doubled():
    call_command("seed_demo", no_past=True)
    note.path().unlink()
    call_command("seed_demo", no_past=True)
    assert note.read()["accounts"]
    assert Team.objects.count() == len(content.teams())


def test_a_password_that_was_changed_stays_changed():
    seeding.seed()
    ada = Agent.objects.get(email="ada@example.com")
    ada.set_password("my own long password")
    ada.save()
    seeding.seed()
    ada.refresh_from_db()
    assert ada.check_password("my own long password")


def test_it_refuses_where_no_demo_was_asked_for(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("seed_demo", no_past=True)


def test_what_is_for_agents_has_no_address_for_customers():
    seeding.seed()
    assert not Article.objects.exclude(url="").filter(is_internal=True).exists()


def test_new_content_keeps_the_keys_and_a_new_database_does_not():
    call_command("seed_demo", no_past=True)
    before = note.read()
    note.write(before | {"content": "older"})
    call_command("seed_demo", no_past=True)
    assert note.read()["bot_key"] == before["bot_key"]
    Bot.objects.all().delete()
    call_command("seed_demo", no_past=True)
    assert note.read()["bot_key"] != before["bot_key"]
