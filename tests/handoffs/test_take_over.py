import pytest

from apps.conversations.models import ConversationEvent
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback, Handoff, State
from apps.handoffs.operations import TooLate


@pytest.fixture
def returned(claimed, alice) -> Handback:
    """Botto has accepted what Alice handed back."""
    handback = handoffs.hand_back(claimed, agent=alice, brief={})
    handoffs.accept_handback(handback)
    return handback


def test_what_the_bot_accepted_is_the_agents_again_as_a_new_spell(returned, alice):
    before = returned.handoff.conversation.epoch
    handoff = handoffs.take_over(returned, agent=alice)
    conversation = handoff.conversation
    conversation.refresh_from_db()
    assert (handoff.state, handoff.agent, handoff.reason) == (State.CLAIMED, alice, returned.handoff.reason)
    assert conversation.is_held_by(alice)
    assert conversation.epoch > before


def test_what_was_asked_for_stays_what_it_was(returned, alice):
    Handoff.objects.filter(pk=returned.handoff_id).update(mode="callback", urgency=4)
    handoff = handoffs.take_over(returned, agent=alice)
    assert (handoff.mode, handoff.urgency) == ("callback", 4)


def test_it_is_no_bounce_and_the_bot_hears_of_it(returned, alice):
    handoff = handoffs.take_over(returned, agent=alice)
    assert handoff.bounce_of is None
    event = ConversationEvent.objects.get(handoff=handoff.pk)
    assert (event.kind, event.public) == ("handoff.claimed", True)


def test_before_the_answer_there_is_nothing_to_take_over(claimed, alice):
    handback = handoffs.hand_back(claimed, agent=alice, brief={})
    with pytest.raises(TooLate):
        handoffs.take_over(handback, agent=alice)


def test_what_the_bot_has_let_go_of_again_is_not_taken_twice(returned, alice, bob):
    handoffs.take_over(returned, agent=alice)
    with pytest.raises(TooLate):
        handoffs.take_over(returned, agent=bob)


def test_only_who_offered_it_takes_it_over(returned, bob):
    with pytest.raises(TooLate):
        handoffs.take_over(returned, agent=bob)


def test_only_who_offered_it_takes_it_back(claimed, alice, bob):
    handback = handoffs.hand_back(claimed, agent=alice, brief={})
    with pytest.raises(TooLate):
        handoffs.take_back(handback, agent=bob)
    handback.refresh_from_db()
    assert handback.state == Handback.State.OFFERED
