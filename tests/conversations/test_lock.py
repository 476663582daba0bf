"""Whoever holds a conversation that was erased meanwhile does not get another one that took its name."""

import pytest
from django.db import transaction

from apps.conversations import operations as conversations
from apps.conversations.refusals import Erased
from apps.privacy import operations as privacy


def test_a_new_conversation_of_the_same_name_is_not_taken_for_the_erased_one(botto, maya):
    then = conversations.open_conversation(botto, "web-1", customer=maya)
    privacy.erase_customer(maya, by=None)
    stranger = conversations.know_customer("stranger")
    now = conversations.open_conversation(botto, "web-1", customer=stranger)

    with pytest.raises(Erased), transaction.atomic():
        conversations.lock(then)
    assert (then.customer, now.customer) == (maya, stranger)
