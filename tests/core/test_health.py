import pytest
from django.db.migrations.recorder import MigrationRecorder

from apps.core import health


@pytest.fixture(autouse=True)
def _asked_afresh():
    health.IS_MIGRATED.clear()
    yield
    health.IS_MIGRATED.clear()


def test_a_process_is_ready_when_database_and_redis_answer(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "migrated": True, "redis": True})


def test_a_process_that_is_newer_than_the_database_gets_no_work_until_it_is_migrated(client):
    latest = MigrationRecorder.Migration.objects.filter(app="bot_api").latest("id")
    latest.delete()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["migrated"]) == (503, False)
    latest.save()
    assert client.get("/readyz").status_code == 200
