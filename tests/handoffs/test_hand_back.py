from threading import Barrier, Thread

import pytest
from django.db import connection

from apps.conversations.models import Holder
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback, State
from apps.people.models import Agent


def test_the_bot_holds_it_again_only_when_it_accepts(claimed, alice):
    handback = handoffs.hand_back(claimed, agent=alice, brief={"done": ["refund"]})
    assert claimed.state == State.RETURNING
    assert claimed.conversation.holder == Holder.OFFERED

    handoffs.accept_handback(handback)

    assert handback.state == Handback.State.ACCEPTED
    assert handback.handoff.state == State.RETURNED
    assert handback.handoff.conversation.holder == Holder.BOT


def test_accepting_twice_is_harmless(claimed, alice):
    handback = handoffs.hand_back(claimed, agent=alice, brief={})
    handoffs.accept_handback(handback)
    handoffs.accept_handback(handback)
    assert claimed.conversation.events.filter(kind="handoff.returned").count() == 1


@pytest.mark.django_db(transaction=True)
def test_accepted_twice_at_the_same_moment_it_returns_once_and_neither_is_refused(claimed, alice):
    offered = handoffs.hand_back(claimed, agent=alice, brief={})
    barrier, outcomes = Barrier(2), []

    def accept():
        mine = Handback.objects.select_related("handoff__conversation__bot").get(pk=offered.pk)
        barrier.wait()
        try:
            handoffs.accept_handback(mine)
            outcomes.append(mine.state)
        finally:
            connection.close()

    threads = [Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes == ["accepted", "accepted"]
    assert claimed.conversation.events.filter(kind="handoff.returned").count() == 1


def test_refused_comes_back_to_the_agent_with_the_reason(claimed, alice):
    handback = handoffs.hand_back(claimed, agent=alice, brief={})

    handoffs.refuse_handback(handback, reason="not my topic")

    assert handback.answer == "not my topic"
    assert handback.handoff.conversation.is_held_by(alice)


def test_unanswered_goes_to_the_queue_when_the_agent_is_away(claimed, alice):
    handback = handoffs.hand_back(claimed, agent=alice, brief={})
    Agent.objects.filter(pk=alice.pk).update(status=Agent.Status.AWAY)

    handoffs.expire_handback(Handback.objects.get(pk=handback.pk))

    claimed.refresh_from_db()
    assert claimed.state == State.WAITING
    assert claimed.agent is None


def test_taking_back_loses_to_an_acceptance(claimed, alice):
    handback = handoffs.hand_back(claimed, agent=alice, brief={})
    handoffs.accept_handback(handback)
    with pytest.raises(handoffs.TooLate):
        handoffs.take_back(Handback.objects.get(pk=handback.pk), agent=alice)


def test_a_new_handoff_within_a_day_is_a_bounce(claimed, alice, billing, conversation):
    handoffs.accept_handback(handoffs.hand_back(claimed, agent=alice, brief={}))
    again = handoffs.open_handoff(conversation, team=billing)
    assert again.bounce_of == claimed


def test_a_card_number_an_agent_writes_does_not_reach_the_bot(claimed, alice):
    handback = handoffs.hand_back(claimed, agent=alice, brief={"told": ["refund goes to 4111 1111 1111 1111 12/27"]})
    assert handback.brief == {"told": ["refund goes to •••• 1111 12/27"]}
    assert "4111" not in str(claimed.conversation.events.get(kind="handback.offered").data)
