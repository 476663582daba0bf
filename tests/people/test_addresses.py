"""An agent's address is in small letters, and nobody else's in any."""

import pytest
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor

from apps.people.models import Agent

BEFORE, AFTER = ("people", "0002_as_the_browser_says"), ("people", "0003_addresses_in_small_letters")


def migrate(to: tuple[str, str]) -> None:
    MigrationExecutor(connection).migrate([to])


def test_two_do_not_share_one_in_other_letters(alice, bob):
    with pytest.raises(IntegrityError):
        Agent.objects.filter(pk=bob.pk).update(email="Alice@example.com")


def test_addresses_of_before_are_brought_to_small_letters(alice, bob):
    migrate(BEFORE)
    Agent.objects.filter(pk=bob.pk).update(email="Bob@Example.com")
    migrate(AFTER)
    assert set(Agent.objects.values_list("email", flat=True)) == {"alice@example.com", "bob@example.com"}


def test_two_who_shared_one_before_are_named(alice, bob):
    migrate(BEFORE)
    Agent.objects.filter(pk=bob.pk).update(email="Alice@Example.com")
    with pytest.raises(ValueError, match=r"alice@example\.com"):
        migrate(AFTER)
