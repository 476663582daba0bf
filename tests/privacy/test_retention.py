from datetime import timedelta

from django.utils import timezone

from apps.conversations.models import Conversation, Customer
from apps.people import operations as people
from apps.people.models import AuditEntry
from apps.privacy import operations as privacy


def age(days: int) -> None:
    then = timezone.now() - timedelta(days=days)
    Conversation.objects.update(last_message_at=then)
    Customer.objects.update(created_at=then)


def test_a_quiet_conversation_is_erased_after_its_days_and_the_customer_with_the_last(conversation, maya, settings):
    settings.RETENTION_DAYS = 30
    age(31)
    assert privacy.let_go_of_old() == 1
    assert not conversation.messages.exclude(text="").exists()
    maya.refresh_from_db()
    assert (maya.name, bool(maya.erased_at)) == ("", True)
    assert privacy.let_go_of_old() == 0


def test_young_and_open_conversations_stay(waiting, settings):
    settings.RETENTION_DAYS = 30
    age(29)
    assert privacy.let_go_of_old() == 0
    age(31)
    assert privacy.let_go_of_old() == 0, "someone waits in it"


def test_without_the_setting_everything_stays(conversation, settings):
    settings.RETENTION_DAYS = 0
    age(9999)
    assert privacy.let_go_of_old() == 0


def test_the_audit_goes_by_a_setting_of_its_own(alice, settings):
    settings.AUDIT_RETENTION_DAYS = 10
    people.audit(alice, "exported", "customer:1")
    AuditEntry.objects.update(at=timezone.now() - timedelta(days=11))
    privacy.let_go_of_old()
    assert not AuditEntry.objects.exists()
