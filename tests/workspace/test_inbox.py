"""What the lists say: whom, about what, what was said last, and what needs the agent wherever they are."""

from datetime import timedelta

import pytest
from django.test.signals import template_rendered
from django.utils import timezone

from apps.conversations import operations as conversations
from apps.conversations.models import Conversation
from apps.conversations.turns import Turn
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback, Handoff
from apps.people import operations as people
from apps.people.models import Agent
from apps.workspace import inbox, parts
from apps.workspace.inbox import InboxView
from apps.workspace.mine import LINGERS, versions
from apps.workspace.views_handoff import _waiting_for


@pytest.fixture
def mine():
    return lambda agent: str(parts.render_mine(InboxView(agent)))


@pytest.fixture
def about(conversation, intents):
    """What the bot says the customer wants."""
    conversations.correct_intent(conversation, agent=None, intent="billing.duplicate_charge")


@pytest.fixture
def rendered():
    """The templates that are rendered from now on."""
    inbox._rendered.clear()
    inbox._line.cache_clear()
    names: list[str] = []

    def note(template, **_):
        names.append(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def queue_of(agent) -> str:
    (queue,) = InboxView(agent).queues
    return str(queue.html)


def test_a_line_says_what_the_chat_is_about_and_what_was_said_last(about, waiting, alice, mine):
    assert "Duplicate charge · " in queue_of(alice)
    assert "“no, both are booked" in queue_of(alice)
    handoffs.claim(waiting, agent=alice)
    assert "Duplicate charge" in mine(alice)
    assert "“no, both are booked" in mine(alice)


def test_an_intent_only_the_bot_knows_is_said_in_words(conversation, waiting, alice, mine):
    conversations.correct_intent(conversation, agent=None, intent="billing.odd_one_out")
    assert "Odd one out · " in queue_of(alice)
    handoffs.claim(waiting, agent=alice)
    assert "Odd one out" in mine(alice)


def test_a_queue_has_the_most_urgent_first_and_then_the_oldest(botto, maya, billing, alice):
    def hand_over(reference: str, minutes: int, **about) -> None:
        chat = conversations.open_conversation(botto, reference, customer=maya)
        handoff = handoffs.open_handoff(chat, team=billing, **about)
        Handoff.objects.filter(pk=handoff.pk).update(queued_at=timezone.now() - timedelta(minutes=minutes))

    hand_over("young", 1)
    hand_over("old", 9)
    hand_over("urgent", 0, urgency=3)
    order = ["urgent", "old", "young"]
    rows = InboxView(alice).queues[0].rows
    assert [Conversation.objects.get(pk=row.chat).reference for row in rows] == order
    assert [handoff.conversation.reference for handoff in _waiting_for(alice)] == order  # and so they are claimed


def test_a_queue_is_rendered_once_for_a_change_whoever_looks(waiting, alice, bob, rendered):
    for agent in (alice, bob, alice):
        assert "Maya Okafor" in queue_of(agent)
    assert rendered == ["workspace/_queue.html", "workspace/_waiting.html"]
    conversations.receive_messages(waiting.conversation, [Turn("customer", "hello?", "m9")])
    assert "hello?" in queue_of(alice)
    assert queue_of(bob) == queue_of(alice)
    assert rendered.count("workspace/_queue.html") == 2


@pytest.mark.parametrize(
    ("settle", "said"),
    [(handoffs.refuse_handback, "The bot refused it"), (handoffs.expire_handback, "The bot did not answer")],
)
def test_what_the_bot_did_not_take_says_so_in_the_list(claimed, alice, mine, settle, said):
    settle(handoffs.hand_back(claimed, agent=alice, brief={}))
    assert said in mine(alice)
    claimed.refresh_from_db()
    handoffs.hand_back(claimed, agent=alice, brief={})
    assert said not in mine(alice)
    handoffs.accept_handback(Handback.objects.latest("pk"))
    assert said not in mine(alice)


def test_a_chat_given_back_lingers_only_while_the_bot_has_it(claimed, conversation, alice, billing, mine):
    handoffs.accept_handback(handoffs.hand_back(claimed, agent=alice, brief={}))
    assert "with bot" in mine(alice)
    again = handoffs.open_handoff(conversation, team=billing)
    assert "Maya Okafor" not in mine(alice)
    handoffs.claim(again, agent=alice)
    assert mine(alice).count("Maya Okafor</b>") == 1


def test_whoever_a_note_names_has_it_in_their_list_until_it_is_read(claimed, alice, bob, mine):
    chat = claimed.conversation
    note = conversations.write_note(
        chat, agent=alice, text="@Bob Brook a second pair of eyes?", token="n1", mentions=[bob]
    )
    assert "a second pair of eyes?" in mine(bob)
    assert "a second pair of eyes?" not in mine(alice)
    conversations.mark_read(chat, agent=bob, position=note.position)
    assert "a second pair of eyes?" not in mine(bob)


def test_a_note_on_a_chat_that_is_no_longer_theirs_is_not_shown(claimed, alice, bob, mine):
    conversations.write_note(claimed.conversation, agent=alice, text="@Bob Brook look", token="n1", mentions=[bob])
    bob.teams.clear()
    assert "look" not in mine(bob)


def assert_level(*agents: Agent) -> dict:
    """What the sweep says of each is what their list shows."""
    said = versions([agent.pk for agent in agents])
    assert said == {agent.pk: InboxView(agent).version for agent in agents}
    return said


def test_the_sweep_sees_what_the_list_shows(claimed, alice, bob):
    conversations.write_note(claimed.conversation, agent=alice, text="@Bob Brook look", token="n1", mentions=[bob])
    before = assert_level(alice, bob)
    note = claimed.conversation.messages.latest("position")
    conversations.mark_read(claimed.conversation, agent=bob, position=note.position)
    assert assert_level(alice, bob)[bob.pk] != before[bob.pk]


def test_it_sees_a_status_and_a_capacity_set_elsewhere(alice):
    before = assert_level(alice)
    people.set_status(alice, "away")
    away = assert_level(alice)
    Agent.objects.filter(pk=alice.pk).update(capacity=alice.capacity + 1)
    alice.refresh_from_db()
    assert len({*before.values(), *away.values(), *assert_level(alice).values()}) == 3


def test_it_sees_a_chat_that_was_given_back_linger_and_go(claimed, alice):
    handoffs.accept_handback(handoffs.hand_back(claimed, agent=alice, brief={}))
    lingering = assert_level(alice)
    conversations.receive_messages(claimed.conversation, [Turn("customer", "thank you", "m9")])
    assert assert_level(alice) != lingering
    Handoff.objects.filter(pk=claimed.pk).update(ended_at=timezone.now() - LINGERS)
    assert InboxView(alice).mine == []
    assert assert_level(alice) != lingering
