"""The same reply in other words."""

import pytest

from apps.assist import operations as assist
from apps.assist import queries
from apps.assist.writers.local import LocalWriter

from .test_write_locally import material


@pytest.mark.parametrize("how", ["shorter", "warmer", "again"])
def test_a_rewrite_is_another_offer(claimed, alice, how):
    assist.refresh_brief(claimed.conversation_id)
    draft = queries.current_draft(claimed.conversation)
    offered = assist.rewrite_draft(draft, how, alice)
    assert offered.version == draft.version + 1
    assert queries.current_draft(claimed.conversation) == offered


def test_a_rewrite_without_words_is_not_offered(claimed, alice):
    assist.refresh_brief(claimed.conversation_id)
    draft = queries.current_draft(claimed.conversation)
    draft.text = " "
    with pytest.raises(assist.NothingToOffer):
        assist.rewrite_draft(draft, "shorter", alice)
    assert queries.current_draft(claimed.conversation) == draft


def test_a_shorter_reply_keeps_its_question():
    text = "I'm sorry about that. I have your photos. The courier comes on Monday. Which day suits you?"
    shorter = LocalWriter().rewrite(material(), text, "shorter")
    assert len(shorter) < len(text)
    assert shorter.endswith("Which day suits you?")


def test_the_same_reply_again_is_never_no_reply():
    """Even where nothing is left to say: the agent has bid the customer welcome, and they thank once more."""
    said = [("customer", "where is order 48213?"), ("agent", "It comes today."), ("customer", "thanks")]
    welcome = LocalWriter().write(material(*said)).draft
    over = material(*said, ("agent", welcome), ("customer", "thank you"))
    assert LocalWriter().write(over).draft == ""
    assert LocalWriter().rewrite(over, welcome, "again").endswith(welcome)
