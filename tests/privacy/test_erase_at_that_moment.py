"""A bot and an erasure at the same moment, each on a connection of its own: one of them waits, and the end is clear."""

from collections.abc import Callable
from threading import Event, Thread
from time import monotonic

import pytest
from django.db import connection, transaction

from apps.bot_api import opening
from apps.bot_api.schemas import Handoff as Told
from apps.conversations import operations as conversations
from apps.conversations.events import Erased
from apps.conversations.models import Conversation, Customer
from apps.conversations.queries import conversations_of
from apps.handoffs.models import Handoff, State
from apps.privacy import operations as privacy

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(first: Callable, second: Callable) -> list[object]:
    """Commit `first` only when `second` waits for it. Returns what each returned or raised."""
    ended: list[object] = [None, None]
    is_done = Event()

    def lead():
        with transaction.atomic():
            ended[0] = _outcome(first)
            is_done.set()
            _until_another_waits()
        connection.close()

    def follow():
        is_done.wait()
        ended[1] = _outcome(second)
        connection.close()

    threads = [Thread(target=lead), Thread(target=follow)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return ended


def _outcome(call: Callable) -> object:
    try:
        with transaction.atomic():
            return call()
    except Exception as error:
        return error


def _until_another_waits() -> None:
    waits, deadline = 0, monotonic() + 10
    with connection.cursor() as cursor:
        while not waits and monotonic() < deadline:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            waits = cursor.fetchone()[0]


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
