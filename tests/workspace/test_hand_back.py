import pytest

from apps.conversations.models import Holder
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback, State
from apps.people import operations as people
from apps.workspace.inbox import InboxView


@pytest.fixture
def hand_back(claimed, as_agent):
    def press(agent, **form):
        return as_agent(agent).post(f"/handoffs/{claimed.pk}/hand-back/", form)

    return press


def test_one_click_sends_the_composed_brief(hand_back, claimed, alice):
    answer = hand_back(alice)
    handback = Handback.objects.get()
    assert handback.handoff == claimed
    assert set(handback.brief) == {"done", "promised", "told", "open", "bot_may", "bot_must_not", "note"}
    assert not handback.edited
    assert "Waiting for Botto" in answer.text
    assert "Take it back" in answer.text


def test_behind_the_arrow_stands_the_brief_to_edit(claimed, alice, as_agent):
    editor = as_agent(alice).get(f"/handoffs/{claimed.pk}/hand-back/")
    for name in ("done", "promised", "told", "open", "bot_may", "bot_must_not", "note"):
        assert f'name="{name}"' in editor.text
    assert not Handback.objects.exists()


def test_an_edited_brief_goes_out_as_it_was_edited(hand_back, alice):
    hand_back(alice, edited="1", done="Refund made\n\n Reference sent ", bot_must_not="Offer a voucher", note="Be kind")
    handback = Handback.objects.get()
    assert handback.brief["done"] == ["Refund made", "Reference sent"]
    assert handback.brief["bot_must_not"] == ["Offer a voucher"]
    assert handback.brief["promised"] == []
    assert handback.brief["note"] == "Be kind"
    assert handback.edited


def test_a_field_too_long_to_send_is_refused(hand_back, alice):
    answer = hand_back(alice, edited="1", done="x" * 4001)
    assert answer.status_code == 422
    assert "longer than 4,000 characters" in answer.text
    assert not Handback.objects.exists()


def test_a_second_click_sees_what_the_first_did(hand_back, alice):
    hand_back(alice)
    again = hand_back(alice)
    assert "notice" in again.text
    assert "Waiting for Botto" in again.text
    assert Handback.objects.count() == 1


def test_who_does_not_hold_it_cannot_hand_it_back(hand_back, bob):
    answer = hand_back(bob)
    assert "Alice Archer" in answer.text
    assert not Handback.objects.exists()


def test_taken_back_the_agent_holds_it_again(hand_back, claimed, alice, as_agent):
    hand_back(alice)
    answer = as_agent(alice).post(f"/handbacks/{Handback.objects.get().pk}/take-back/")
    claimed.refresh_from_db()
    assert claimed.state == State.CLAIMED
    assert claimed.conversation.is_held_by(alice)
    assert "Hand back to bot" in answer.text


def test_accepted_says_so_and_can_still_be_taken_back(hand_back, claimed, alice, as_agent):
    hand_back(alice)
    handback = Handback.objects.get()
    handoffs.accept_handback(handback)
    answer = as_agent(alice).post(f"/handbacks/{handback.pk}/take-back/")
    conversation = claimed.conversation
    conversation.refresh_from_db()
    assert conversation.is_held_by(alice)
    assert conversation.handoffs.count() == 2
    assert "Hand back to bot" in answer.text


@pytest.mark.parametrize(
    ("settle", "said"),
    [
        (lambda handback: handoffs.refuse_handback(handback, reason="Not <b>trained</b> for it"), "&lt;b&gt;trained"),
        (handoffs.expire_handback, "Botto did not answer"),
        (handoffs.accept_handback, "Accepted by Botto"),
    ],
)
def test_what_the_bot_said_is_shown(hand_back, claimed, alice, settle, said, paint):
    hand_back(alice)
    settle(Handback.objects.get())
    assert said in paint(alice, claimed.conversation, "handback")


@pytest.mark.parametrize("settle", [handoffs.refuse_handback, handoffs.expire_handback])
def test_a_colleague_who_then_takes_it_is_not_told_they_have_it_back(hand_back, claimed, alice, bob, paint, settle):
    hand_back(alice)
    people.set_status(alice, "away")
    settle(Handback.objects.get())
    claimed.refresh_from_db()
    handoffs.claim(claimed, agent=bob)
    claimed.conversation.refresh_from_db()
    assert "you have it back" not in paint(bob, claimed.conversation, "handback")
    assert [chat.came_back for chat in InboxView(bob).mine] == [""]


def test_a_chat_that_came_back_stands_among_who_waits_and_no_more_as_with_the_bot(hand_back, claimed, alice, billing):
    hand_back(alice)
    handoffs.accept_handback(Handback.objects.get())
    assert [chat.state for chat in InboxView(alice).mine] == [State.RETURNED]
    claimed.conversation.refresh_from_db()
    handoffs.open_handoff(claimed.conversation, team=billing)
    assert InboxView(alice).mine == []


def test_carol_finds_nothing(hand_back, claimed, alice, carol, as_agent):
    assert hand_back(carol).status_code == 404
    assert as_agent(carol).get(f"/handoffs/{claimed.pk}/hand-back/").status_code == 404
    hand_back(alice)
    assert as_agent(carol).post(f"/handbacks/{Handback.objects.get().pk}/take-back/").status_code == 404
    claimed.conversation.refresh_from_db()
    assert claimed.conversation.holder == Holder.OFFERED
