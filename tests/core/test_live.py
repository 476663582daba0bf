"""A hint is small, comes after commit, and its loss is nobody's error."""

import time

import pytest
import redis
from django.conf import settings
from django.db import transaction

from apps.core import live
from apps.core.house.waiting import until


@pytest.fixture
def ears():
    """Hears what is published for this installation."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    with client.pubsub(ignore_subscribe_messages=True) as pubsub:
        pubsub.subscribe(f"{settings.REDIS_PREFIX}__group__{live.GROUP}")
        pubsub.get_message(timeout=1)
        assert until(lambda: _comes_through(pubsub), 20)  # hints rest for a second after a test that took Redis away
        yield pubsub
    client.close()


def _comes_through(pubsub) -> bool:
    live._messenger().unsent.put({"type": "hint", "from": "", "topics": ["first"], "version": 0})
    return pubsub.get_message(timeout=2) is not None


@pytest.mark.django_db(transaction=True)
def test_a_hint_is_heard_after_commit_and_stays_under_200_bytes(ears):
    with transaction.atomic():
        live.hint([f"conversation:{10**9}", f"team:{10**6}", f"agent:{10**6}"], 10**9)
        assert ears.get_message(timeout=0.05) is None
    heard = ears.get_message(timeout=20)
    assert len(heard["data"]) < 200


@pytest.mark.django_db(transaction=True)
def test_a_rollback_sends_nothing(ears):
    with transaction.atomic():
        live.hint(["conversation:1"], 1)
        transaction.set_rollback(True)
    assert ears.get_message(timeout=0.05) is None


@pytest.mark.django_db(transaction=True)
def test_without_redis_a_write_succeeds_quickly(settings, conversation, ears):
    from apps.conversations import operations as conversations
    from apps.conversations.turns import Turn

    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    try:
        start, lost = time.monotonic(), live.LOST.labels("hint")._value.get()
        for number in range(20):
            conversations.receive_messages(conversation, [Turn("customer", "hello", f"x{number}")])
        assert time.monotonic() - start < 8  # waited for, each would take half a second
        assert conversation.messages.count() == 23
        assert until(lambda: live.LOST.labels("hint")._value.get() == lost + 20, 20)
    finally:
        live._resting_until = 0.0
