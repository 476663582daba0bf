"""A bot and an erasure at the same moment, each on a connection of its own: one of them waits, and the end is clear."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.bot_api import opening
from apps.bot_api.schemas import Handoff as Told
from apps.conversations import operations as conversations
from apps.conversations.models import Conversation, Customer
from apps.conversations.queries import conversations_of
from apps.conversations.refusals import Erased
from apps.handoffs.models import Handoff, State
from apps.privacy import operations as privacy
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def erase(maya, ada):
    return lambda: privacy.erase_customer(maya, by=ada)


@pytest.fixture
def hand_over(botto, billing):
    told = {"customer": {"reference": "cust-maya"}, "transcript": [{"role": "customer", "text": "hi"}]}
    return lambda chat: opening.hand_over(botto, Told(conversation=chat, **told))


def nothing_is_left_over(ada) -> bool:
    """Nothing waits, is seen or counts as living that belongs to someone erased."""
    living = Conversation.objects.filter(erased_at=None).exclude(customer__erased_at=None)
    waiting = Handoff.objects.filter(state__in=Handoff.OPEN).exclude(conversation__customer__erased_at=None)
    return not (living.exists() or waiting.exists() or conversations_of(ada).exists())


def test_a_conversation_begun_while_its_customer_is_being_erased_is_refused(erase, hand_over, ada, maya):
    erased, refused = at_once(erase, lambda: hand_over("chat-new"))
    assert isinstance(erased, dict)
    assert isinstance(refused, Erased)
    assert nothing_is_left_over(ada)


def test_an_erasure_waits_for_a_conversation_that_is_being_begun_and_takes_it_along(erase, hand_over, ada, maya):
    opened, erased = at_once(lambda: hand_over("chat-new"), erase)
    assert isinstance(erased, dict), erased
    assert Handoff.objects.get(pk=opened["id"]).state == State.CANCELLED
    assert nothing_is_left_over(ada)


def test_a_handoff_being_opened_in_an_older_conversation_is_cancelled_too(erase, hand_over, conversation, ada):
    opened, erased = at_once(lambda: hand_over("chat-1"), erase)
    assert isinstance(erased, dict), erased
    assert Handoff.objects.get(pk=opened["id"]).state == State.CANCELLED
    assert nothing_is_left_over(ada)


def test_a_handoff_in_a_conversation_that_is_being_erased_is_refused(erase, hand_over, conversation, ada):
    erased, refused = at_once(erase, lambda: hand_over("chat-1"))
    assert isinstance(erased, dict)
    assert isinstance(refused, Erased), refused
    assert nothing_is_left_over(ada)


def test_what_is_told_of_a_conversation_that_is_being_erased_does_not_come_back(erase, botto, conversation, maya):
    def tell():
        return conversations.open_conversation(botto, "chat-1", customer=maya, page="/orders/48213")

    assert isinstance(at_once(erase, tell)[1], Erased)
    assert Conversation.objects.get().page == ""
    assert Customer.objects.get().erased_at


def test_who_comes_back_while_the_old_is_let_go_keeps_what_they_say(hand_over, conversation, maya, settings):
    settings.RETENTION_DAYS = 30
    then = timezone.now() - timedelta(days=31)
    Conversation.objects.update(last_message_at=then)
    opened, gone = at_once(lambda: hand_over("chat-1"), privacy.let_go_of_old)
    assert gone == 0
    handoff = Handoff.objects.get(pk=opened["id"])
    assert (handoff.state, handoff.conversation.erased_at) == (State.WAITING, None)
    assert handoff.conversation.messages.filter(text="hi").exists()


def test_who_comes_back_to_a_new_conversation_is_not_let_go(hand_over, maya, settings):
    settings.RETENTION_DAYS = 30
    Customer.objects.update(created_at=timezone.now() - timedelta(days=31))
    opened, _ = at_once(lambda: hand_over("chat-new"), privacy.let_go_of_old)
    handoff = Handoff.objects.get(pk=opened["id"])
    assert handoff.conversation.messages.get().text == "hi"
    assert handoff.conversation.customer.erased_at is None


def test_what_is_erased_by_hand_in_that_moment_does_not_stop_the_rest(erase, conversation, maya, settings):
    settings.RETENTION_DAYS = 30
    then = timezone.now() - timedelta(days=31)
    Conversation.objects.update(last_message_at=then)
    assert at_once(erase, privacy.let_go_of_old)[1] == 0
