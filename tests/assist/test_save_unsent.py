"""Two tabs cannot eat each other's words."""

import pytest

from apps.assist import operations as assist
from apps.assist import queries
from apps.core.rows import answer


def test_the_newer_tab_wins_and_the_other_is_told(claimed, alice):
    first = assist.save_unsent(claimed.conversation, alice, "from one tab")
    assist.save_unsent(claimed.conversation, alice, "from the other", revision=first.revision)
    with pytest.raises(assist.Conflict) as conflict:
        assist.save_unsent(claimed.conversation, alice, "from one tab, more", revision=first.revision)
    kept = answer(queries.offered(claimed.conversation, alice)).unsent[False]
    assert conflict.value.unsent == kept
    assert kept.text == "from the other"


def test_a_sleeping_tab_does_not_bring_back_what_was_sent(claimed, alice):
    typed = assist.save_unsent(claimed.conversation, alice, "sent")
    assist.clear_unsent(claimed.conversation, alice)
    with pytest.raises(assist.Conflict):
        assist.save_unsent(claimed.conversation, alice, "sent", revision=typed.revision)
    assert answer(queries.offered(claimed.conversation, alice)).unsent[False].text == ""


def test_nor_does_what_is_kept_a_moment_late_for_the_first_time(claimed, alice):
    revision = assist.clear_unsent(claimed.conversation, alice)
    with pytest.raises(assist.Conflict):
        assist.save_unsent(claimed.conversation, alice, "sent", revision=0)
    assert assist.save_unsent(claimed.conversation, alice, "the next one", revision=revision).text == "the next one"


def test_notes_and_agents_stand_apart(claimed, alice, bob):
    assist.save_unsent(claimed.conversation, alice, "a reply")
    assist.save_unsent(claimed.conversation, alice, "a note", is_note=True)
    assist.save_unsent(claimed.conversation, bob, "bob's")
    assert answer(queries.offered(claimed.conversation, alice)).unsent[False].text == "a reply"
    assert answer(queries.offered(claimed.conversation, alice)).unsent[True].text == "a note"


def test_a_card_number_is_not_kept(claimed, alice):
    kept = assist.save_unsent(claimed.conversation, alice, "refund to 4111 1111 1111 1111")
    assert kept.text == "refund to •••• 1111"
    kept = assist.save_unsent(claimed.conversation, alice, "or 5555 5555 5555 4444", revision=kept.revision)
    assert kept.text == "or •••• 4444"


def test_the_same_card_in_two_tabs_is_no_conflict(claimed, alice):
    first = assist.save_unsent(claimed.conversation, alice, "one")
    assist.save_unsent(claimed.conversation, alice, "4111 1111 1111 1111", revision=first.revision)
    again = assist.save_unsent(claimed.conversation, alice, "4111 1111 1111 1111", revision=first.revision)
    assert again.text == "•••• 1111"


def test_the_same_words_from_a_second_tab_leave_the_first_one_up_to_date(claimed, alice):
    first = assist.save_unsent(claimed.conversation, alice, "in both")
    second = assist.save_unsent(claimed.conversation, alice, "in both", revision=None)
    assert second.revision == first.revision
    assist.save_unsent(claimed.conversation, alice, "in both, and more", revision=first.revision)
