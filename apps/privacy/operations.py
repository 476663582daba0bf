"""What a door adds to the rooms' own verbs: open handoffs end first, and everything is audited."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.conversations import operations as conversations
from apps.conversations.models import Conversation, Customer
from apps.conversations.refusals import Erased
from apps.core import erasure
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback, Handoff, State
from apps.people import operations as people
from apps.people.models import Agent


def export_customer(customer: Customer, *, by: Agent | None) -> dict:
    """All that is stored about and from the customer, by kind. Write it down as JSON with DjangoJSONEncoder."""
    records = erasure.export(customer)
    people.audit(by, "customer.exported", customer, rows=sum(map(len, records.values())))
    return {"format": 1, "exported_at": timezone.now(), "customer": records.pop("customer")[0], "records": records}


def erase_customer(customer: Customer, *, by: Agent | None) -> dict[str, int]:
    """All or nothing. Whoever holds one of their chats sees it go; the bot hears that the handoff was cancelled."""
    with transaction.atomic():
        conversations.lock_customer(customer)  # or one opened from here on would be left waiting
        _end_handoffs(Handoff.objects.filter(conversation__customer=customer))
        wiped = conversations.erase_customer(customer)
        people.audit(by, "customer.erased", customer, rows=sum(wiped.values()))
    return wiped


def let_go_of_old() -> int:
    """Erase what RETENTION_DAYS says is old: quiet conversations, then customers who have none left. How many."""
    gone = 0
    if settings.RETENTION_DAYS:
        before = timezone.now() - timedelta(days=settings.RETENTION_DAYS)
        for conversation in _quiet_since(before).iterator(chunk_size=200):
            gone += _erase_if_quiet(conversation, before)
        for customer in _without_conversations(before).iterator(chunk_size=200):
            _erase_if_alone(customer)
        if gone:
            people.audit(None, "retention.erased", conversations=gone, days=settings.RETENTION_DAYS)
    if settings.AUDIT_RETENTION_DAYS:
        people.forget_audit(timezone.now() - timedelta(days=settings.AUDIT_RETENTION_DAYS))
    return gone


def _end_handoffs(open_or_not) -> None:
    for handoff in open_or_not.filter(state__in=Handoff.OPEN).select_related("conversation__bot"):
        if handoff.state == State.RETURNING:
            for handback in handoff.handbacks.filter(state=Handback.State.OFFERED):
                handoffs.expire_handback(handback)
            handoff.refresh_from_db()
        handoffs.cancel(handoff, reason="erased")


def _erase_if_quiet(conversation: Conversation, before: datetime) -> bool:
    """Asked again under its lock: somebody may have written while others were erased."""
    try:
        with transaction.atomic():
            conversations.lock(conversation)
            if is_quiet := _quiet_since(before).filter(pk=conversation.pk).exists():
                conversations.erase_conversation(conversation)
    except Erased:  # by hand, meanwhile
        return False
    return is_quiet


def _erase_if_alone(customer: Customer) -> None:
    """Asked again under the lock: they may have come back."""
    with transaction.atomic():
        if all(conversation.erased_at for conversation in conversations.lock_customer(customer)):
            conversations.erase_customer(customer)


def _quiet_since(before):
    quiet = Conversation.objects.annotate(last=Coalesce("last_message_at", "created_at"))
    return quiet.filter(last__lt=before, erased_at=None).exclude(handoffs__state__in=Handoff.OPEN).select_related("bot")


def _without_conversations(before):
    living = Count("conversations", filter=Q(conversations__erased_at=None))
    return Customer.objects.annotate(living=living).filter(living=0, erased_at=None, created_at__lt=before)
