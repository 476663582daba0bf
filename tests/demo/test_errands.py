"""The short matters of the last week, by which every team's waits can be estimated."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from apps.demo import content, note, past
from apps.handoffs.models import Handoff, State
from apps.people.models import Agent, Team
from apps.routing import wait

ERRANDS = past.told()["errand"]
TEAMS = {intent["slug"]: intent["team"] for intent in content.intents()}


@pytest.mark.parametrize("errand", ERRANDS, ids=lambda errand: errand["intent"])
def test_an_errand_is_for_the_team_its_intent_leads_to(errand):
    assert TEAMS[errand["intent"]] == errand["team"]
    assert errand["says"].strip()
    assert errand["reply"].strip()


def test_every_team_has_more_than_one():
    assert min(Counter(errand["team"] for errand in ERRANDS)[team["slug"]] for team in content.teams()) > 1


def test_from_the_first_minute_and_for_three_days_every_team_can_say_how_long_a_wait_is(settings, tmp_path):
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    call_command("seed_demo", no_past=True)
    past.make(note.read()["bot_key"])
    now = timezone.now()
    Agent.objects.update(seen_at=now)
    assert not [team.slug for team in Team.objects.all() if wait.estimate(team, 1) is None]
    claimed = Handoff.objects.filter(claimed_at__gte=now + timedelta(days=3) - wait.RECENT)
    counted = Counter(claimed.values_list("team__slug", flat=True))
    assert {team["slug"] for team in content.teams() if counted[team["slug"]] <= wait.ENOUGH} == set()
    assert Handoff.objects.filter(state=State.CLOSED, conversation__briefs__isnull=True).count() == 0
    assert not Handoff.objects.filter(queued_at__gte=now - timedelta(hours=6)).exists()
