"""Between the offer to the bot and its answer nobody holds the conversation."""

import pytest

from apps.conversations.models import Holder
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback, Handoff, State


@pytest.fixture
def offered(claimed, alice) -> Handback:
    """Alice has offered the conversation to Botto."""
    return handoffs.hand_back(claimed, agent=alice, brief={})


@pytest.mark.parametrize(
    "move",
    [
        lambda handoff, alice, bob, team: handoffs.release(handoff, agent=alice),
        lambda handoff, alice, bob, team: handoffs.transfer_to_team(handoff, agent=alice, team=team),
        lambda handoff, alice, bob, team: handoffs.transfer_to_agent(handoff, agent=alice, to=bob, team=team),
        lambda handoff, alice, bob, team: handoffs.close(handoff, agent=alice, outcome="resolved"),
        lambda handoff, alice, bob, team: handoffs.hand_back(handoff, agent=alice, brief={}),
    ],
    ids=["release", "transfer_to_team", "transfer_to_agent", "close", "hand_back"],
)
def test_whoever_offered_it_moves_nothing_until_it_is_settled(offered, alice, bob, billing, move):
    with pytest.raises(handoffs.TooLate):
        move(Handoff.objects.get(pk=offered.handoff_id), alice, bob, billing)

    offered.refresh_from_db()
    handoff = Handoff.objects.get(pk=offered.handoff_id)
    assert (offered.state, handoff.state, handoff.agent) == (Handback.State.OFFERED, State.RETURNING, alice)
    assert handoff.conversation.holder == Holder.OFFERED


def test_taken_back_it_can_be_released(offered, alice):
    handoffs.take_back(offered, agent=alice)
    handoffs.release(Handoff.objects.get(pk=offered.handoff_id), agent=alice)
    assert Handoff.objects.get(pk=offered.handoff_id).state == State.WAITING
