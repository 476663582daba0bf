"""Two tabs cannot eat each other's words."""

import pytest

from apps.assist import operations as assist
from apps.assist import queries


def test_the_newer_tab_wins_and_both_texts_are_kept(claimed, alice):
    first = assist.save_unsent(claimed.conversation, alice, "from one tab")
    assist.save_unsent(claimed.conversation, alice, "from the other", revision=first.revision)
    with pytest.raises(assist.Conflict) as conflict:
        assist.save_unsent(claimed.conversation, alice, "from one tab, more", revision=first.revision)
    kept = queries.unsent_of(claimed.conversation, alice)
    assert conflict.value.unsent == kept
    assert (kept.text, kept.other_text) == ("from the other", "from one tab, more")


def test_a_sleeping_tab_does_not_bring_back_what_was_sent(claimed, alice):
    typed = assist.save_unsent(claimed.conversation, alice, "sent")
    assist.clear_unsent(claimed.conversation, alice)
    with pytest.raises(assist.Conflict):
        assist.save_unsent(claimed.conversation, alice, "sent", revision=typed.revision)
    assert queries.unsent_of(claimed.conversation, alice).text == ""


def test_notes_and_agents_stand_apart(claimed, alice, bob):
    assist.save_unsent(claimed.conversation, alice, "a reply")
    assist.save_unsent(claimed.conversation, alice, "a note", is_note=True)
    assist.save_unsent(claimed.conversation, bob, "bob's")
    assert queries.unsent_of(claimed.conversation, alice).text == "a reply"
    assert queries.unsent_of(claimed.conversation, alice, is_note=True).text == "a note"
