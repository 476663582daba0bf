"""Taking every word of a customer or a conversation, while nothing is added to either."""

from django.db import transaction
from django.utils import timezone

from apps.core import erasure, outbox

from . import events
from .locking import lock
from .models import Conversation, Customer


def lock_customer(customer: Customer) -> list[Conversation]:
    """Until the caller's transaction ends the customer begins no conversation, and nothing moves in theirs: these."""
    # no_key: who moves one of them refers to the customer when it commits, and we wait for it then
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    return list(customer.conversations.select_for_update().order_by("pk"))


def erase_customer(customer: Customer) -> dict[str, int]:
    """Take every word about and of the customer, in all rooms. Returns rows by kind. Open handoffs end before this."""
    with transaction.atomic():
        for conversation in lock_customer(customer):
            _forget_deliveries(conversation)
        wiped = erasure.wipe(customer)
        now = timezone.now()
        Customer.objects.filter(pk=customer.pk).update(erased_at=now)
        customer.conversations.filter(erased_at=None).update(erased_at=now)
    return wiped


def erase_conversation(conversation: Conversation) -> dict[str, int]:
    """Take every word of one conversation, in all rooms; what is known of the customer stays."""
    with transaction.atomic():
        lock(conversation)
        _forget_deliveries(conversation)
        wiped = erasure.wipe(conversation)
        Conversation.objects.filter(pk=conversation.pk).update(erased_at=timezone.now())
    return wiped


def _forget_deliveries(conversation: Conversation) -> None:
    """That its handoff was cancelled the bot still hears."""
    kinds = events.PUBLIC - events.WORDLESS
    outbox.forget(kinds, conversation.events.filter(kind__in=kinds).values_list("pk", flat=True))
