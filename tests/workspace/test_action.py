import pytest

from apps.assist.models import NextAction
from apps.conversations.models import ConversationEvent


@pytest.fixture
def decide(brief, as_agent):
    action = NextAction.objects.get()

    def press(agent, state):
        return as_agent(agent).post(f"/c/{brief.conversation_id}/action/{action.pk}/", {"state": state})

    return press


@pytest.mark.parametrize(("state", "said"), [("done", "Done"), ("not_right", "Not right")])
def test_it_is_decided_in_one_press_and_says_by_whom(decide, alice, state, said):
    answer = decide(alice, state)
    action = NextAction.objects.get()
    assert (action.state, action.decided_by) == (state, alice)
    assert said in answer.text
    assert "Alice" in answer.text
    assert "Undo" in answer.text


def test_undo_proposes_it_again(decide, alice):
    decide(alice, "done")
    assert "Mark done" in decide(alice, "proposed").text
    assert NextAction.objects.get().state == "proposed"


def test_a_second_click_tells_nobody_twice(decide, alice):
    decide(alice, "done")
    decide(alice, "done")
    assert ConversationEvent.objects.filter(kind="action.decided").count() == 1


def test_a_state_that_is_none_is_refused(decide, alice):
    assert decide(alice, "maybe").status_code == 404


def test_carol_finds_nothing(decide, carol):
    assert decide(carol, "done").status_code == 404
    assert NextAction.objects.get().state == "proposed"
