from datetime import timedelta

import pytest
from django.utils import timezone

from apps.assist import operations as assist
from apps.assist.models import Brief, Draft
from apps.conversations import operations as conversations
from apps.feedback import operations as feedback
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handoff
from apps.insights.measures import Scope, all_measures, draft_outcomes, waits_by_day


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


def test_drafts_are_counted_by_what_became_of_them(measure, claimed, alice):
    chat = claimed.conversation
    brief = Brief.objects.create(conversation=chat, version=1, through=3, summary="…", words=1)

    def offer(text: str) -> Draft:
        version = chat.drafts.count() + 1
        return Draft.objects.create(conversation=chat, brief=brief, version=version, text=text, through=3)

    def send(text: str, draft: Draft | None) -> None:
        assist.record_use(conversations.send_reply(chat, agent=alice, text=text, token=text), alice, draft)

    send("It goes back today.", offer("It goes back today."))
    send("Let me ask the warehouse.", offer("It goes back today."))
    send("Nothing was offered here.", None)
    unwanted = offer("Have you tried again?")
    assist.discard_draft(unwanted, alice)
    send("I shall do it for you.", unwanted)

    assert (round(measure()["drafts_used"].value, 2), measure()["drafts_used"].n) == (0.33, 3)
    scope = Scope(frozenset([claimed.team_id]), timezone.now() - timedelta(days=7), timezone.now())
    outcomes = {"Sent as is": 1, "Lightly edited": 0, "Rewritten": 0, "Own words": 1, "Discarded": 1}
    assert dict(draft_outcomes(scope)) == outcomes


def test_days_without_claims_are_left_out(claimed, billing):
    scope = Scope(frozenset([billing.pk]), timezone.now() - timedelta(days=7), timezone.now())

    (day,) = waits_by_day(scope)

    assert day.n == 1
