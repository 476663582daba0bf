"""Who may see a conversation is asked in two ways: for a list of one agent, and of one chat for many."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from apps.conversations import operations as conversations
from apps.conversations.models import Conversation
from apps.conversations.queries import conversations_of, may_see, others_of_customer, readers, see
from apps.core.rows import answer
from apps.people.models import Agent


def by_list(agents, pk) -> set[int]:
    """In whose lists it stands."""
    return {agent.pk for agent in agents if conversations_of(agent).filter(pk=pk).exists()}


@pytest.fixture
def everyone(alice, bob, carol, sam, ada) -> list[Agent]:
    return [alice, bob, carol, sam, ada]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"holder": "nobody", "holder_agent": None},
        {"holder": "offered", "holder_agent": None},
        {"team": "technical"},
        {"team": None},
        {"holder": "bot"},
        {"erased_at": datetime(2026, 11, 21, tzinfo=UTC)},
    ],
    ids=lambda change: " ".join(change) or "held",
)
def test_a_list_and_a_chat_agree(claimed, everyone, technical, change):
    pk = claimed.conversation_id
    change = {name: technical if value == "technical" else value for name, value in change.items()}
    Conversation.objects.filter(pk=pk).update(**change)
    wanted = by_list(everyone, pk)
    pks = [agent.pk for agent in everyone]
    assert set(see(pk, pks, after=None).agents) == wanted
    assert set(readers(pk, pks)[0]) == wanted
    assert may_see((agent, pk) for agent in pks) == {(agent, pk) for agent in wanted}
    beside = conversations.open_conversation(claimed.conversation.bot, "beside", customer=claimed.conversation.customer)
    assert {agent.pk for agent in everyone if answer(others_of_customer(agent, beside, 10))} == wanted


def test_an_erased_customers_conversation_is_seen_by_nobody(claimed, everyone, maya):
    maya.erased_at = timezone.now()
    maya.save()
    assert by_list(everyone, claimed.conversation_id) == set()
    assert see(claimed.conversation_id, [agent.pk for agent in everyone], after=None).agents == {}


def test_a_deactivated_agent_sees_nothing_on_a_screen_still_open(claimed, alice):
    Agent.objects.filter(pk=alice.pk).update(is_active=False)
    assert see(claimed.conversation_id, [alice.pk], after=None).agents == {}
    assert may_see([(alice.pk, claimed.conversation_id)]) == set()


def test_only_what_came_after_is_told(claimed, alice):
    conversation = Conversation.objects.get(pk=claimed.conversation_id)
    events = list(conversation.events.order_by("seq"))
    seen = see(conversation.pk, [alice.pk], after=events[0].seq)
    assert [event.seq for event in seen.events] == [event.seq for event in events[1:]]
    assert seen.turns == []
    everything = see(conversation.pk, [alice.pk], after=0)
    assert {turn.position for turn in everything.turns} == {1, 2, 3}
    assert everything.conversation.customer.name == "Maya Okafor"
