from datetime import timedelta

from django.utils import timezone

from apps.core import visitor
from apps.handoffs import operations as handoffs
from apps.people import operations as people
from apps.people.models import AuditEntry


def test_an_entry_says_who_did_what_to_what_and_from_where(alice, conversation):
    visitor.address.set("203.0.113.7")
    entry = people.audit(alice, "exported", conversation, format="json")
    assert (entry.agent, entry.verb, entry.subject) == (alice, "exported", f"conversation:{conversation.pk}")
    assert (entry.detail, entry.address) == ({"format": "json"}, "203.0.113.7")


def test_seeing_a_conversation_again_within_a_quarter_of_an_hour_is_one_entry(alice, bob, conversation):
    assert people.audit(alice, "saw", conversation)
    assert people.audit(alice, "saw", conversation) is None
    assert people.audit(bob, "saw", conversation)
    AuditEntry.objects.filter(agent=alice).update(at=timezone.now() - timedelta(minutes=16))
    assert people.audit(alice, "saw", conversation)


def test_what_an_agent_does_to_a_conversation_is_audited_where_it_is_recorded(waiting, alice):
    handoffs.claim(waiting, agent=alice)
    entry = AuditEntry.objects.get(agent=alice)
    assert (entry.verb, entry.subject) == ("handoff.claimed", f"conversation:{waiting.conversation_id}")


def test_what_a_bot_does_is_not_an_agents_doing(conversation):
    assert not AuditEntry.objects.exists()
