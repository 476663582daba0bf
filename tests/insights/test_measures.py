from datetime import timedelta

import pytest
from django.utils import timezone

from apps.feedback import operations as feedback
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handoff
from apps.insights.measures import Scope, all_measures, waits_by_day


@pytest.fixture
def measure(billing):
    def measured(*teams):
        scope = Scope(
            frozenset(team.pk for team in teams or [billing]),
            timezone.now() - timedelta(days=7),
            timezone.now() + timedelta(minutes=1),
        )
        return {each.key: each for each in all_measures(scope)}

    return measured


def test_nothing_measured_is_not_zero(measure):
    assert {(each.value, each.n, each.is_met) for each in measure().values()} == {(None, 0, None)}


def test_every_measure_states_definition_and_target(measure):
    assert all(str(each.definition) and each.target for each in measure().values())


def test_waits_are_of_this_teams_claims(measure, claimed, technical):
    Handoff.objects.update(queued_at=claimed.claimed_at - timedelta(seconds=90))

    mine, theirs = measure(), measure(technical)

    assert (round(mine["wait_median"].value), mine["wait_median"].n, mine["wait_median"].is_met) == (90, 1, True)
    assert theirs["wait_median"].n == 0


def test_the_first_reply_is_counted_from_the_claim(measure, claimed):
    Handoff.objects.update(first_reply_at=claimed.claimed_at + timedelta(seconds=30))

    assert (measure()["first_reply"].value, measure()["first_reply"].n) == (30, 1)


def test_ratings_count_only_what_was_said(measure, claimed, alice, bob):
    feedback.rate(claimed, alice, summary=2)
    feedback.rate(claimed, bob, summary=5, right_team=True)

    found = measure()

    assert (found["summary_score"].value, found["summary_score"].n) == (3.5, 2)
    assert (found["right_team"].value, found["right_team"].n) == (1, 1)


def test_a_bounce_is_of_the_handoff_that_came_back(measure, claimed, alice, billing):
    handoffs.accept_handback(handoffs.hand_back(claimed, agent=alice, brief={}))
    assert (measure()["bounces"].value, measure()["bounces"].n) == (0, 1)

    handoffs.open_handoff(claimed.conversation, team=billing)

    assert (measure()["bounces"].value, measure()["handbacks_accepted"].value) == (1, 1)


def test_days_without_claims_are_left_out(claimed, billing):
    scope = Scope(frozenset([billing.pk]), timezone.now() - timedelta(days=7), timezone.now())

    (day,) = waits_by_day(scope)

    assert day.n == 1
