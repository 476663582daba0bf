"""Whoever has chosen no time zone has their browser's."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from apps.people.models import Agent

BEFORE, AFTER = ("people", "0001_initial"), ("people", "0002_as_the_browser_says")


def test_utc_that_nobody_has_chosen_is_forgotten(alice, bob):
    Agent.objects.filter(pk=alice.pk).update(time_zone="UTC")
    Agent.objects.filter(pk=bob.pk).update(time_zone="Asia/Tokyo")
    for state in (BEFORE, AFTER):
        MigrationExecutor(connection).migrate([state])
    assert list(Agent.objects.order_by("name").values_list("time_zone", flat=True)) == ["", "Asia/Tokyo"]
