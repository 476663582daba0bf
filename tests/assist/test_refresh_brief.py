"""The brief follows its conversation."""

import pytest

from apps.assist import operations as assist
from apps.assist import queries, refreshing
from apps.assist.models import Reading
from apps.assist.reactions import follow
from apps.assist.writers import WriterFailed
from apps.assist.writers.local import LocalWriter
from apps.conversations import operations as conversations
from apps.conversations.models import Conversation, Intent
from apps.conversations.operations import Turn
from apps.core.rows import answer
from apps.handoffs import operations as handoffs
from apps.knowledge import operations as knowledge


class Scripted(LocalWriter):
    """A model that does what a test says while it thinks."""

    name = "scripted"

    def __init__(self, meanwhile):
        self.meanwhile = meanwhile

    def write(self, material):
        self.meanwhile()
        return super().write(material)


def say(conversation, text):
    conversations.receive_messages(conversation, [Turn("customer", text)])
    conversation.refresh_from_db()


def kinds(conversation):
    return list(conversation.events.order_by("seq").values_list("kind", flat=True))


def test_a_conversation_gets_its_brief(waiting):
    brief = assist.refresh_brief(waiting.conversation_id)
    assert queries.current_brief(waiting.conversation) == brief
    assert (brief.version, brief.through) == (1, 3)
    assert "48213" in brief.summary
    assert queries.current_draft(waiting.conversation).brief == brief
    assert queries.current_action(waiting.conversation).brief == brief


def test_reading_again_writes_nothing_new(waiting):
    first = assist.refresh_brief(waiting.conversation_id)
    assert assist.refresh_brief(waiting.conversation_id) == first
    assert kinds(waiting.conversation).count("brief.written") == 1
    assert kinds(waiting.conversation).count("draft.written") == 1


def test_a_later_turn_is_read_into_the_next_version(waiting):
    first = assist.refresh_brief(waiting.conversation_id)
    say(waiting.conversation, "Please hurry, I need this by Friday")
    brief = assist.refresh_brief(waiting.conversation_id)
    assert (brief.version, brief.through) == (2, 4)
    assert ["Friday" in claim["text"] for claim in brief.claims if claim not in first.claims] == [True]


def test_two_workers_never_write_one_brief(waiting, monkeypatch):
    seen = []
    writer = Scripted(lambda: seen.append(assist.refresh_brief(waiting.conversation_id)))
    monkeypatch.setattr(refreshing.writers, "main", lambda: writer)
    assert assist.refresh_brief(waiting.conversation_id).version >= 1
    assert seen == [None]


def test_a_late_answer_loses_to_a_newer_one(waiting, monkeypatch):
    """Its lease ran out while the model thought; another worker has read further."""
    conversation = waiting.conversation

    def meanwhile():
        monkeypatch.setattr(refreshing.writers, "main", LocalWriter)
        Reading.objects.update(leased_until=None)
        say(conversation, "and now I want order 777 too")
        assist.refresh_brief(conversation.pk)

    monkeypatch.setattr(refreshing.writers, "main", lambda: Scripted(meanwhile))
    assert assist.refresh_brief(conversation.pk) is None
    assert queries.current_brief(conversation).through == 4


def test_a_model_that_fails_leaves_the_local_brief(waiting, monkeypatch):
    def fail():
        raise WriterFailed("the model did not answer: ConnectTimeout")

    monkeypatch.setattr(refreshing.writers, "main", lambda: Scripted(fail))
    brief = assist.refresh_brief(waiting.conversation_id)
    assert (brief.state, brief.writer) == ("failed", "local")
    assert "ConnectTimeout" in brief.error
    assert "48213" in brief.summary
    assert "brief.failed" in kinds(waiting.conversation)


def test_what_is_asked_while_writing_is_read_afterwards(waiting, monkeypatch):
    def meanwhile():
        monkeypatch.setattr(refreshing.writers, "main", LocalWriter)
        say(waiting.conversation, "one more thing")
        assist.ask_for_brief(waiting.conversation)

    monkeypatch.setattr(refreshing.writers, "main", lambda: Scripted(meanwhile))
    assist.ask_for_brief(waiting.conversation)
    while assist.refresh_next():
        pass
    assert queries.current_brief(waiting.conversation).through == 4


def test_who_answered_is_named_whoever_holds_it_now(claimed, alice, bob):
    conversations.send_reply(claimed.conversation, agent=alice, text="It goes back to your card today.", token="t1")
    handoffs.transfer_to_agent(claimed, agent=alice, to=bob, team=claimed.team)
    assert "Alice has answered" in assist.refresh_brief(claimed.conversation_id).summary


def test_asking_often_is_asking_once(waiting):
    for number in range(5):
        say(waiting.conversation, f"line {number} of what is wrong with order 48213")
        assist.ask_for_brief(waiting.conversation)
    assert [assist.refresh_next(), assist.refresh_next()] == [True, False]
    assert kinds(waiting.conversation).count("brief.written") == 1
    assert queries.current_brief(waiting.conversation).through == 8


def test_the_sweep_finds_what_lags(waiting):
    assert list(queries.lagging()) == [waiting.conversation]
    assist.refresh_brief(waiting.conversation_id)
    assert not queries.lagging()


def test_while_the_bot_has_it_nobody_reads(conversation):
    follow(conversation.events.get(kind="messages.received"))
    assert not Reading.objects.exists()


def test_a_newer_draft_leaves_what_is_typed(claimed, alice):
    conversation = claimed.conversation
    assist.refresh_brief(conversation.pk)
    assist.save_unsent(conversation, alice, "I am typing", draft=queries.current_draft(conversation))
    say(conversation, "the order is 99999, sorry")
    assist.refresh_brief(conversation.pk)
    assert answer(queries.offered(conversation, alice)).unsent[False].text == "I am typing"


@pytest.fixture
def advised(waiting, alice):
    """Maya's chat with an action that rests on source [1], the playbook, and that Alice has called done."""
    Intent.objects.create(slug="refund", name="Refund")
    step = {"do": "Refund the second payment", "why": "It is a duplicate."}
    knowledge.import_article(slug="refund", title="Refunds", kind="playbook", intents=["refund"], steps=[step])
    Conversation.objects.update(intent="refund", intent_confidence=0.5)
    assist.refresh_brief(waiting.conversation_id)
    action = queries.current_action(waiting.conversation)
    assist.decide_action(action, alice, "done")
    return action


def test_an_action_that_stays_points_at_its_source_by_the_number_of_now(advised):
    conversation = advised.conversation
    knowledge.import_article(slug="holds", title="Pending holds", body="A hold is no payment.")
    Conversation.objects.update(told={"citations": ["holds"]})
    brief = assist.refresh_brief(conversation.pk)
    action = queries.current_action(conversation)
    assert (action.pk, action.brief) == (advised.pk, brief)
    assert [one["slug"] for one in brief.sources if one["number"] == action.source] == ["refund"]
    assert [one["slug"] for one in advised.brief.sources if one["number"] == action.source] != ["refund"]


def test_an_action_that_stays_keeps_what_the_agent_said_of_it(advised, alice):
    Conversation.objects.update(intent_confidence=0.9)
    assist.refresh_brief(advised.conversation_id)
    action = queries.current_action(advised.conversation)
    assert (action.pk, action.state, action.decided_by) == (advised.pk, "done", alice)
    assert action.confidence == 0.9


def test_a_draft_that_still_stands_is_not_called_old(waiting):
    assist.refresh_brief(waiting.conversation_id)
    draft = queries.current_draft(waiting.conversation)
    say(waiting.conversation, "are you there?")
    assist.refresh_brief(waiting.conversation_id)
    again = queries.current_draft(waiting.conversation)
    assert (again.pk, again.through) == (draft.pk, 4)
