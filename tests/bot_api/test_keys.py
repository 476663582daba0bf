from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from apps.bot_api import keys, operations
from apps.bot_api.models import BotKey
from apps.core import rate
from apps.core.house.waiting import until

from .conftest import BotClient


def test_a_key_is_shown_once_and_not_stored(botto):
    key, text = operations.create_key(botto)
    assert keys.is_well_formed(text)
    stored = " ".join(str(value) for value in vars(BotKey.objects.get(pk=key.pk)).values())
    assert text not in stored
    assert text.startswith(key.prefix)


def test_one_wrong_character_breaks_the_checksum(botto):
    text = keys.new_key()
    assert not keys.is_well_formed(text[:9] + ("A" if text[9] != "A" else "B") + text[10:])


def test_two_keys_are_active_and_no_third(botto):
    first, _ = operations.create_key(botto)
    operations.create_key(botto)
    with pytest.raises(operations.TooManyKeys):
        operations.create_key(botto)
    operations.revoke_key(first)
    operations.create_key(botto)


def test_a_revoked_key_opens_nothing(bot, botto):
    assert bot.get("/events").status_code == 200
    operations.revoke_key(botto.keys.get())
    assert bot.get("/events").json()["code"] == "revoked_key"


def test_a_key_revoked_by_another_process_opens_nothing_a_moment_later(bot, botto):
    assert bot.get("/events").status_code == 200
    botto.keys.update(revoked_at=timezone.now())
    assert until(lambda: bot.get("/events").status_code == 401, 5)


def test_a_bot_that_is_switched_off_is_not_let_in(bot, botto):
    botto.is_active = False
    botto.save()
    assert bot.get("/events").json()["code"] == "inactive_bot"


def test_the_last_use_is_noted(bot, botto):
    bot.get("/events")
    assert (timezone.now() - botto.keys.get().last_used_at).total_seconds() < 60


def test_too_many_calls_are_told_when_to_come_back(bot, settings):
    settings.API_RATE, settings.API_BURST = 0.5, 2
    answers = [bot.get("/events") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "2"


def test_one_bot_that_calls_too_often_takes_nothing_from_another(bot, other, settings):
    settings.API_RATE, settings.API_BURST = 0.5, 2
    assert [bot.get("/events").status_code for _ in range(3)] == [200, 200, 429]
    assert other.get("/events").status_code == 200


def test_without_redis_everyone_passes(bot, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    rate._script.cache_clear()
    settings.API_RATE, settings.API_BURST = 0.5, 1
    assert [bot.get("/events").status_code for _ in range(3)] == [200, 200, 200]
    rate._script.cache_clear()
    rate._resting_until = 0.0


def test_the_command_prints_a_key_that_works(db):
    out = StringIO()
    call_command("bot", "create", "My Bot", stdout=out, stderr=StringIO())
    key = out.getvalue().strip()
    assert BotClient(key).get("/events").status_code == 200
    call_command("bot", "create", "My Bot", stdout=StringIO(), stderr=StringIO())
    with pytest.raises(CommandError):
        call_command("bot", "create", "My Bot", stdout=StringIO(), stderr=StringIO())
