from threading import Barrier, Thread

import pytest
from django.db import connection

from apps.conversations.models import Holder
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handoff, State


def test_claiming_gives_the_agent_the_conversation_and_raises_the_epoch(waiting, alice):
    before = waiting.conversation.epoch

    handoffs.claim(waiting, agent=alice)

    assert waiting.state == State.CLAIMED
    assert waiting.conversation.is_held_by(alice)
    assert waiting.conversation.epoch == before + 1
    assert waiting.claimed_at


def test_a_second_claim_is_too_late_and_says_who_has_it(claimed, bob):
    with pytest.raises(handoffs.TooLate) as late:
        handoffs.claim(claimed, agent=bob)

    assert late.value.handoff.agent.name == "Alice Archer"


@pytest.mark.django_db(transaction=True)
def test_of_two_claims_at_the_same_moment_one_wins(waiting, alice, bob):
    barrier, outcomes = Barrier(2), []

    def claim(agent):
        try:
            mine = Handoff.objects.get(pk=waiting.pk)
            barrier.wait()
            handoffs.claim(mine, agent=agent)
            outcomes.append("won")
        except handoffs.TooLate:
            outcomes.append("late")
        finally:
            connection.close()

    threads = [Thread(target=claim, args=[agent]) for agent in (alice, bob)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["late", "won"]
    waiting.conversation.refresh_from_db()
    assert waiting.conversation.holder == Holder.AGENT
    assert waiting.conversation.events.filter(kind="handoff.claimed").count() == 1


def test_a_released_handoff_goes_back_to_its_old_place(claimed, alice):
    queued_at = claimed.queued_at

    handoffs.release(claimed, agent=alice)

    assert claimed.state == State.WAITING
    assert claimed.queued_at == queued_at
    assert claimed.conversation.holder == Holder.NOBODY
