"""What a bot does not answer for in time goes back to people, and nothing else does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.conversations import operations as conversations
from apps.conversations.models import Conversation
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback, Handoff, State
from apps.handoffs.tasks import expire
from apps.people import operations as people


@pytest.fixture
def offered(claimed, alice) -> Handback:
    """Alice has offered the conversation to Botto."""
    return handoffs.hand_back(claimed, agent=alice, brief={})


def end(handback: Handback) -> None:
    Handback.objects.filter(pk=handback.pk).update(expires_at=timezone.now())


def test_an_offer_stands_until_its_time_is_over(offered):
    expire()
    offered.refresh_from_db()
    assert offered.state == Handback.State.OFFERED

    end(offered)
    expire()
    offered.refresh_from_db()
    assert offered.state == Handback.State.EXPIRED
    assert Conversation.objects.get(pk=offered.handoff.conversation_id).is_held_by(offered.agent)


def test_whoever_was_deactivated_meanwhile_gets_nothing_back(offered, alice, ada):
    people.deactivate(alice, by=ada)
    handoffs.expire_handback(Handback.objects.get(pk=offered.pk))
    handoff = Handoff.objects.get(pk=offered.handoff_id)
    assert (handoff.state, handoff.agent) == (State.WAITING, None)


def test_one_that_cannot_be_given_back_keeps_no_other_waiting(offered, alice, billing, botto, maya):
    second = conversations.open_conversation(botto, "chat-2", customer=maya)
    handoff = handoffs.open_handoff(second, team=billing)
    handoffs.claim(handoff, agent=alice)
    later = handoffs.hand_back(handoff, agent=alice, brief={})
    end(offered)
    end(later)
    Conversation.objects.filter(pk=offered.handoff.conversation_id).update(erased_at=timezone.now())

    expire()

    later.refresh_from_db()
    assert later.state == Handback.State.EXPIRED


def test_a_handoff_long_after_a_handback_is_no_bounce(offered, billing, conversation):
    handoffs.accept_handback(offered)
    Handoff.objects.update(ended_at=timezone.now() - handoffs.BOUNCE - timedelta(minutes=1))
    assert handoffs.open_handoff(conversation, team=billing).bounce_of is None
