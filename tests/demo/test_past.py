"""The weeks before the demo: made by the product's own operations, with the clock turned back."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from apps.assist.models import Brief, Draft, DraftUse
from apps.conversations.models import Conversation, ConversationEvent, Holder
from apps.demo import content, note, past
from apps.demo.clock import Clock
from apps.feedback.models import HandoffRating
from apps.handoffs.models import Handoff, State
from apps.insights.measures import Scope, all_measures
from apps.people.models import Agent, AuditEntry, Team
from apps.routing import wait
from tests.emptying import empty_tables

CHATS = past.told()["chats"]


@pytest.fixture(scope="module")
def begun(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[datetime]:
    """A fresh demo with its whole past, for all tests here; the moment before there was one."""
    folder, now = tmp_path_factory.mktemp("demo"), timezone.now()
    with django_db_blocker.unblock(), override_settings(DEMO=True, DATA_DIR=folder):
        call_command("seed_demo")
        yield now
        empty_tables()


@pytest.fixture(autouse=True)
def _database(begun, db):
    """Every test here has the past, and what it does is undone."""


def test_every_chat_is_over_and_all_of_it_was_before_now(begun):
    assert Conversation.objects.count() >= CHATS
    assert set(Conversation.objects.values_list("holder", flat=True)) == {Holder.BOT}
    assert not Handoff.objects.filter(state__in=Handoff.OPEN).exists()
    assert State.RETURNED in set(Handoff.objects.values_list("state", flat=True))
    for model in (ConversationEvent, HandoffRating, Brief, Draft, DraftUse):
        assert not model.objects.filter(at__gt=begun).exists()
    assert not AuditEntry.objects.filter(at__gt=begun, subject__startswith="conversation").exists()


def test_times_stand_in_the_order_in_which_things_happened():
    for conversation in Conversation.objects.all():
        events = list(conversation.events.order_by("seq").values_list("at", flat=True))
        said = list(conversation.messages.order_by("position").values_list("sent_at", flat=True))
        assert events == sorted(events)
        assert said == sorted(said)
        assert conversation.created_at <= events[0]
    for handoff in Handoff.objects.all():
        steps = [handoff.queued_at, handoff.claimed_at, handoff.first_reply_at, handoff.ended_at]
        steps = [at for at in steps if at]
        assert steps == sorted(steps)
        assert all(rating.at >= handoff.claimed_at for rating in handoff.ratings.all())


def test_nothing_is_left_for_a_worker_to_do():
    assert not ConversationEvent.objects.filter(reacted_at=None).exists()


def test_it_happened_to_nobody_who_calls_today():
    today = {scenario.tell(n).customer["reference"] for scenario in content.scenarios().values() for n in range(9)}
    assert not today & set(Conversation.objects.values_list("customer__reference", flat=True))


def test_a_demo_that_has_handoffs_keeps_its_own_past():
    before = Conversation.objects.count()
    past.make(note.read()["bot_key"])
    assert Conversation.objects.count() == before


def test_the_clock_goes_right_again_afterwards_also_after_trouble():
    before = timezone.now()
    then = Clock(before - timedelta(days=3))
    with pytest.raises(RuntimeError):
        _trouble_at(then)
    assert then.at == before - timedelta(days=3) + timedelta(seconds=60)
    assert timezone.now() >= before


def _trouble_at(clock: Clock) -> None:
    with clock:
        clock.forward(60)
        assert timezone.now() == clock.at
        raise RuntimeError


def test_a_supervisor_finds_numbers_ratings_and_waits_from_the_first_minute():
    now = timezone.now()
    month = Scope(frozenset(Team.objects.values_list("pk", flat=True)), now - timedelta(days=28), now)
    found = {measure.key: measure for measure in all_measures(month)}
    assert all(measure.value is not None and measure.n >= 8 for measure in found.values())
    assert 30 < found["wait_median"].value < 180
    assert found["summary_score"].value > 3
    low = HandoffRating.objects.filter(summary__lte=3)
    assert low.exists()
    assert all(rating.summary_reasons for rating in low)
    assert HandoffRating.objects.filter(right_team=False, better_team__isnull=False).exists()
    assert Handoff.objects.filter(bounce_of__isnull=False).exists()
    Agent.objects.update(seen_at=now)
    assert any(wait.estimate(team, 1) for team in Team.objects.all())
