"""Briefs are written one after the other, and no conversation stands in the way of the rest."""

import pytest

from apps.assist import operations as assist
from apps.assist import queries, refreshing
from apps.assist.models import Reading
from apps.assist.tasks import refresh
from apps.assist.writers.local import LocalWriter
from apps.conversations import operations as conversations
from apps.conversations.models import Intent
from apps.conversations.operations import Turn
from apps.handoffs import operations as handoffs
from apps.knowledge import operations as knowledge
from apps.knowledge.models import Article
from apps.privacy import operations as privacy

from .test_refresh_brief import Scripted, say


@pytest.fixture
def behind(botto, billing, waiting):
    """A conversation that asks after Maya's has asked."""
    assist.ask_for_brief(waiting.conversation)
    theirs = conversations.open_conversation(botto, "chat-2", customer=conversations.know_customer("cust-2"))
    conversations.receive_messages(theirs, [Turn("customer", "where is order 777?")])
    handoffs.open_handoff(theirs, team=billing, reason="asked")
    assist.ask_for_brief(theirs)
    return theirs


def test_who_is_erased_while_their_chat_is_read_holds_nobody_up(waiting, behind, maya, ada, monkeypatch):
    def meanwhile():
        monkeypatch.setattr(refreshing.writers, "main", LocalWriter)
        privacy.erase_customer(maya, by=ada)

    monkeypatch.setattr(refreshing.writers, "main", lambda: Scripted(meanwhile))
    refresh()
    assert queries.current_brief(behind)
    assert not Reading.objects.filter(pk=waiting.conversation_id).exists()
    assert not queries.lagging()


def test_a_chat_that_cannot_be_read_is_tried_again_when_its_lease_has_run_out(waiting, behind, botto, maya):
    Intent.objects.create(slug="refund", name="Refund")
    knowledge.import_article(slug="refund", title="Refund", kind="playbook", intents=["refund"])
    Article.objects.update(steps=[{"do": "Refund", "why": "", "say": 5}])  # from before steps were checked
    conversations.open_conversation(botto, "chat-1", customer=maya, intent="refund")
    refresh()
    assert queries.current_brief(behind)
    assert not queries.current_brief(waiting.conversation)
    Article.objects.update(steps=[])
    refresh()
    assert not queries.current_brief(waiting.conversation)
    Reading.objects.update(leased_until=None)
    refresh()
    assert queries.current_brief(waiting.conversation)


def test_who_has_said_more_waits_no_longer_than_who_asked_later(waiting, behind):
    for number in range(9):
        say(waiting.conversation, f"line {number}")
    assist.ask_for_brief(waiting.conversation)
    assist.refresh_next()
    assert queries.current_brief(waiting.conversation)
    assert not queries.current_brief(behind)


def test_who_asks_on_and_on_waits_behind_who_asked_once(waiting, behind, monkeypatch):
    def meanwhile():
        monkeypatch.setattr(refreshing.writers, "main", LocalWriter)
        say(waiting.conversation, "and another thing")
        assist.ask_for_brief(waiting.conversation)

    monkeypatch.setattr(refreshing.writers, "main", lambda: Scripted(meanwhile))
    assist.refresh_next()
    assist.refresh_next()
    assert queries.current_brief(behind)
    assert queries.current_brief(waiting.conversation).through == 3
