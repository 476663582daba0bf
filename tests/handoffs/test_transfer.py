import pytest

from apps.conversations import operations as conversations
from apps.core import live
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handoff, State
from apps.handoffs.queries import position_in_queue


class Ears:
    """Hears which topics have changed, as the hub of this process does."""

    def __init__(self) -> None:
        self.topics: set[str] = set()
        live.listeners.add(self)

    def hear(self, topics, news) -> None:
        self.topics.update(topics)


@pytest.fixture
def ears() -> Ears:
    return Ears()


def test_a_colleague_holds_it_at_once(claimed, alice, bob, billing):
    before = claimed.conversation.epoch
    handoffs.transfer_to_agent(claimed, agent=alice, to=bob, team=billing)
    assert (claimed.state, claimed.agent) == (State.CLAIMED, bob)
    assert claimed.conversation.is_held_by(bob)
    assert claimed.conversation.epoch == before + 1


def test_who_gave_it_away_moves_it_no_more(claimed, alice, bob, billing):
    """What Alice's screen still shows is old: the state is the same, and the agent is not."""
    shown = Handoff.objects.get(pk=claimed.pk)
    handoffs.transfer_to_agent(claimed, agent=alice, to=bob, team=billing)

    with pytest.raises(handoffs.TooLate):
        handoffs.release(shown, agent=alice)

    assert Handoff.objects.get(pk=claimed.pk).agent == bob


def test_every_list_it_stood_or_stands_in_is_told(
    claimed, alice, bob, billing, technical, ears, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        handoffs.transfer_to_agent(claimed, agent=alice, to=bob, team=billing)
    assert {f"agent:{alice.pk}", f"agent:{bob.pk}", f"conversation:{claimed.conversation_id}"} <= ears.topics
    ears.topics.clear()
    with django_capture_on_commit_callbacks(execute=True):
        handoffs.transfer_to_team(claimed, agent=bob, team=technical)
    assert {f"agent:{bob.pk}", f"team:{billing.pk}", f"team:{technical.pk}"} <= ears.topics


def test_in_the_queue_urgency_goes_before_time(waiting, billing, botto, maya):
    second, third = (
        handoffs.open_handoff(
            conversations.open_conversation(botto, f"chat-{urgency}", customer=maya), team=billing, urgency=urgency
        )
        for urgency in (4, 2)
    )
    assert [position_in_queue(handoff) for handoff in (waiting, second, third)] == [2, 1, 3]
