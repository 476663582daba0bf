"""Having held a chat opens nothing once its team is no longer one's own; only the rating of it stays open."""

import pytest

from apps.conversations import operations as conversations
from apps.feedback.models import HandoffRating
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback, State
from apps.workspace import mine
from apps.workspace.inbox import InboxView

VERBS = [
    ("get", "handoffs/{handoff}/hand-back", {}),
    ("post", "handoffs/{handoff}/hand-back", {}),
    ("post", "handoffs/{handoff}/claim", {}),
    ("post", "c/{chat}/release", {}),
    ("post", "c/{chat}/transfer", {"to": "team:technical"}),
    ("post", "c/{chat}/close", {"outcome": "resolved"}),
]


@pytest.fixture
def ask(as_agent):
    """The status of what one agent asks of a handoff."""

    def asked(agent, handoff, method, verb, form):
        address = f"/{verb}/".format(handoff=handoff.pk, chat=handoff.conversation_id)
        return getattr(as_agent(agent), method)(address, form).status_code

    return asked


@pytest.fixture
def resolved(claimed, alice):
    """Alice has resolved it, and is no longer in the team."""
    handoffs.close(claimed, agent=alice, outcome="resolved")
    alice.teams.clear()
    return claimed


@pytest.fixture
def taken(claimed, alice) -> Handback:
    """The bot has taken back what Alice offered, and Alice is no longer in the team."""
    handback = handoffs.hand_back(claimed, agent=alice, brief={})
    handoffs.accept_handback(handback)
    alice.teams.clear()
    return handback


@pytest.mark.parametrize(("method", "verb", "form"), VERBS)
def test_whoever_had_it_and_left_the_team_finds_nothing(ask, resolved, alice, carol, technical, method, verb, form):
    assert ask(alice, resolved, method, verb, form) == 404
    assert ask(carol, resolved, method, verb, form) == 404


@pytest.mark.parametrize(("method", "verb", "form"), VERBS[1:])
def test_those_who_see_it_are_told_who_has_it_and_move_nothing(ask, resolved, sam, ada, technical, method, verb, form):
    before = resolved.conversation.events.count()
    for overseer in (sam, ada):
        assert ask(overseer, resolved, method, verb, form) == 409
    resolved.refresh_from_db()
    assert (resolved.state, resolved.conversation.events.count()) == (State.CLOSED, before)


def test_a_brief_is_composed_only_for_whoever_may_hand_back_now(ask, claimed, alice, bob, sam, ada):
    assert ask(alice, claimed, "get", "handoffs/{handoff}/hand-back", {}) == 200
    for other in (bob, sam, ada):
        assert ask(other, claimed, "get", "handoffs/{handoff}/hand-back", {}) == 404
    handoffs.hand_back(claimed, agent=alice, brief={})
    assert ask(alice, claimed, "get", "handoffs/{handoff}/hand-back", {}) == 404


def test_whoever_offered_it_and_left_the_team_does_not_take_it_over(as_agent, taken, alice, carol, sam, ada):
    for agent, status in ((alice, 404), (carol, 404), (sam, 409), (ada, 409)):
        assert as_agent(agent).post(f"/handbacks/{taken.pk}/take-back/").status_code == status
    assert taken.handoff.conversation.handoffs.get().state == State.RETURNED


def test_whoever_offered_it_and_left_the_team_does_not_take_it_back(as_agent, claimed, alice, carol, sam, ada):
    offered = handoffs.hand_back(claimed, agent=alice, brief={})
    alice.teams.clear()
    for agent, status in ((alice, 404), (carol, 404), (sam, 409), (ada, 409)):
        assert as_agent(agent).post(f"/handbacks/{offered.pk}/take-back/").status_code == status
    offered.refresh_from_db()
    assert offered.state == Handback.State.OFFERED


def test_what_they_think_of_it_is_still_heard(ask, resolved, alice, carol, sam, ada):
    for agent, status in ((alice, 200), (carol, 404), (sam, 200), (ada, 200)):
        assert ask(agent, resolved, "post", "handoffs/{handoff}/rate", {"summary": "4"}) == status
    assert set(HandoffRating.objects.values_list("agent", flat=True)) == {alice.pk, sam.pk, ada.pk}


def test_what_was_erased_is_rated_by_nobody(ask, resolved, maya, alice, ada):
    conversations.erase_customer(maya)
    for agent in (alice, ada):
        assert ask(agent, resolved, "post", "handoffs/{handoff}/rate", {"summary": "4"}) == 404


def test_it_leaves_the_list_of_whoever_may_no_longer_see_it(claimed, alice, ada):
    handback = handoffs.hand_back(claimed, agent=alice, brief={})
    assert [chat.handoff for chat in InboxView(alice).mine] == [claimed.pk]
    alice.teams.clear()
    assert InboxView(alice).mine == []
    assert mine.versions([alice.pk])[alice.pk] == InboxView(alice).version
    handoffs.accept_handback(handback)
    assert InboxView(alice).mine == []


def test_it_stays_in_the_list_of_whoever_holds_it_still(claimed, alice):
    alice.teams.clear()
    assert [chat.handoff for chat in InboxView(alice).mine] == [claimed.pk]
    assert mine.versions([alice.pk])[alice.pk] == InboxView(alice).version
