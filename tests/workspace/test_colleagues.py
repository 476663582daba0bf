import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.people.models import Agent


@pytest.mark.parametrize("what", ["transfer/to", "mentionable"])
def test_a_dialog_lists_the_team_but_not_oneself(claimed, alice, bob, carol, as_agent, what):
    answer = as_agent(alice).get(f"/c/{claimed.conversation_id}/{what}/").content.decode()
    assert "Bob Brook" in answer
    assert "Alice Archer" not in answer
    assert "Carol Crane" not in answer


@pytest.mark.parametrize("what", ["transfer/to", "mentionable"])
def test_a_stranger_gets_404(claimed, carol, as_agent, what):
    assert as_agent(carol).get(f"/c/{claimed.conversation_id}/{what}/").status_code == 404


def test_a_page_does_not_grow_with_the_team(claimed, alice, billing, as_agent):
    def size() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as asked:
            page = as_agent(alice).get(f"/c/{claimed.conversation_id}/").content
        return len(asked), len(page)

    queries, length = size()
    crowd = Agent.objects.bulk_create(Agent(email=f"a{n}@example.com", name=f"Agent {n}") for n in range(100))
    billing.agents.add(*crowd)
    more_queries, more_length = size()
    assert more_queries <= queries
    assert abs(more_length - length) < 200
