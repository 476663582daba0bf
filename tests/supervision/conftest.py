import pytest

from apps.assist.models import Brief
from apps.feedback import operations as feedback
from apps.feedback.models import HandoffRating
from apps.people.models import Agent, Role


@pytest.fixture
def rating(claimed, alice) -> HandoffRating:
    """Alice has rated the handoff, and the brief has moved on since."""
    Brief.objects.create(conversation=claimed.conversation, version=1, through=3, summary="As it was.", words=3)
    rating = feedback.rate(claimed, alice, summary=2, summary_reasons=["outdated"], right_team=True, comment="Late")
    Brief.objects.create(conversation=claimed.conversation, version=2, through=3, summary="As it is.", words=3)
    return rating


@pytest.fixture
def tess(technical) -> Agent:
    """Supervises Carol's team, and must see nothing of Alice's."""
    agent = Agent.objects.create_user("tess@example.com", "x", name="Tess Tower", role=Role.SUPERVISOR)
    agent.teams.set([technical])
    return agent
