"""What the parts of the right column say in each of their states."""

import re

import pytest

from apps.assist.models import Brief
from apps.conversations import operations as conversations
from apps.conversations.turns import Turn

from .brief import write_brief

READ = ("summary", "action", "sources", "facts", "attempts")


def test_each_claim_leads_to_its_turns(brief, alice, claimed, paint):
    summary = paint(alice, claimed.conversation, "summary")
    assert summary.count("data-turns=") == 4
    assert "47 words" in summary


def test_what_has_changed_since_the_agent_last_read_it_is_marked(brief, alice, bob, claimed, as_agent, paint):
    chat = claimed.conversation

    def rewrite(version: int, words: str) -> None:
        write_brief(chat, version=version, claims=[*brief.claims, {"text": words, "turns": [3]}])

    def marked(agent) -> list[str]:
        return re.findall("<ins>(.*?)</ins>", paint(agent, chat, "summary"))

    def read(agent) -> None:
        as_agent(agent).post(f"/c/{chat.pk}/read/", {"position": "3"})

    assert marked(alice) == []  # who has read nothing yet needs no marks
    read(alice)
    rewrite(2, "She waits.")
    rewrite(3, "She is cross.")
    assert marked(alice) == ["She is cross."]
    assert marked(bob) == []
    read(alice)
    assert marked(alice) == ["She is cross."]  # until there is more to read
    rewrite(4, "She is content.")
    assert marked(alice) == ["She is content."]


def test_before_the_first_brief_every_part_says_it_is_reading(alice, claimed, paint):
    for part in READ:
        assert "Reading the conversation" in paint(alice, claimed.conversation, part)


def test_what_only_the_bot_has_had_is_not_called_empty(conversation, ada, paint):
    assert "Nothing has been said" not in paint(ada, conversation, "summary")
    for part in READ:
        assert "Not read yet" in paint(ada, conversation, part)


def test_a_new_turn_leaves_the_brief_until_a_newer_one_is_there(brief, alice, claimed, paint):
    conversations.receive_messages(claimed.conversation, [Turn("customer", "and now?", "m9")])
    claimed.conversation.refresh_from_db()
    assert "Maya was charged twice" in paint(alice, claimed.conversation, "summary")


def test_without_the_model_its_words_are_replaced_and_it_says_so(alice, claimed, paint):
    write_brief(claimed.conversation, state=Brief.State.FAILED, error="timed out")
    summary = paint(alice, claimed.conversation, "summary")
    assert "Model unavailable" in summary
    assert "Maya was charged twice" in summary
    assert "timed out" in summary


@pytest.mark.parametrize("part", ["sources", "facts", "attempts"])
def test_what_needs_no_model_does_not_say_that_it_failed(part, alice, claimed, paint):
    write_brief(claimed.conversation, facts=[], missing=[], attempts=[], sources=[])
    empty = paint(alice, claimed.conversation, part)
    Brief.objects.update(state=Brief.State.FAILED)
    assert paint(alice, claimed.conversation, part) == empty


def test_missing_facts_are_named(brief, alice, claimed, intents, paint):
    claimed.conversation.intent = "billing.duplicate_charge"
    facts = paint(alice, claimed.conversation, "facts")
    assert "3 of 4 needed" in facts
    assert "not stated" in facts


def test_the_used_sentence_is_marked_and_internal_sources_give_no_text_away(brief, alice, claimed, paint):
    sources = paint(alice, claimed.conversation, "sources")
    assert sources.count("<mark>Refund the second payment") == 4
    assert sources.count("Insert quote") == 3
    assert sources.count("Internal") == 1


def test_text_stays_text(alice, claimed, paint):
    planted = "<img src=x onerror=alert(1)>"
    write_brief(
        claimed.conversation,
        claims=[{"text": planted, "turns": [1]}],
        facts=[{"name": "x", "label": planted, "value": planted, "turn": 1}],
        attempts=[{"what": planted, "outcome": "failed", "why": planted, "turn": 1}],
        sources=[{"number": 1, "title": planted, "url": "", "internal": False, "passage": planted, "used": planted}],
    )
    for part in READ:
        assert "<img" not in paint(alice, claimed.conversation, part)


def test_a_link_that_is_no_link_is_not_made_one(alice, claimed, paint):
    source = {"number": 1, "title": "t", "url": "javascript:alert(1)", "internal": False, "passage": "p", "used": "p"}
    write_brief(claimed.conversation, sources=[source])
    assert "javascript:" not in paint(alice, claimed.conversation, "sources")
