from datetime import timedelta

import pytest
from django.utils import timezone

from apps.handoffs.models import Handoff, State
from apps.routing import wait
from apps.routing.wait import WaitEstimate


@pytest.fixture
def here(alice):
    alice.seen_at = timezone.now()
    alice.save()
    return alice


def _claims(conversation, team, seconds):
    """Claims one after another, each so many seconds after its customer was first in line."""
    at = timezone.now() - timedelta(days=1)
    for waited in [0, *seconds]:
        handoff = Handoff.objects.create(conversation=conversation, team=team, state=State.CLOSED)
        claimed = at + timedelta(seconds=waited)
        Handoff.objects.filter(pk=handoff.pk).update(queued_at=at, claimed_at=claimed)
        at = claimed


def test_equal_claims_give_a_narrow_range_that_grows_with_the_position(conversation, billing, here):
    _claims(conversation, billing, [60] * 10)

    assert wait.estimate(billing, 1) == WaitEstimate(60, 60, "10 claims of the last 7 days, position 1, 1 here now")
    assert (wait.estimate(billing, 3).low, wait.estimate(billing, 3).high) == (180, 180)


def test_the_range_holds_the_usual_waits(conversation, billing, here):
    _claims(conversation, billing, [20, 40, 60, 80, 100] * 3)

    first = wait.estimate(billing, 1)

    assert 20 <= first.low < 60 < first.high <= 100


def test_too_few_claims_say_nothing(conversation, billing, here):
    _claims(conversation, billing, [60] * 7)

    assert wait.estimate(billing, 1) is None


def test_old_claims_say_nothing(conversation, billing, here):
    _claims(conversation, billing, [60] * 10)
    Handoff.objects.update(claimed_at=timezone.now() - timedelta(days=8))

    assert wait.estimate(billing, 1) is None


@pytest.mark.parametrize("change", [{"status": "away"}, {"is_active": False}, {"seen_at": None}])
def test_with_nobody_here_there_is_no_estimate(conversation, billing, here, change):
    _claims(conversation, billing, [60] * 10)
    for name, value in change.items():
        setattr(here, name, value)
    here.save()

    assert wait.estimate(billing, 1) is None


def test_another_teams_agent_does_not_count(conversation, technical, here):
    _claims(conversation, technical, [60] * 10)

    assert wait.estimate(technical, 1) is None
