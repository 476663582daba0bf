import pytest

from apps.conversations import operations as conversations
from apps.conversations.turns import Turn
from apps.handoffs import operations as handoffs
from apps.people.models import AuditEntry


@pytest.fixture
def old(botto, maya, billing):
    """Maya was here before, and Billing helped her."""
    old = conversations.open_conversation(botto, "chat-0", customer=maya)
    conversations.receive_messages(old, [Turn("customer", "where is my invoice?", "old1")])
    handoffs.open_handoff(old, team=billing)
    return old


def test_an_old_conversation_opens_beside_this_one(old, claimed, alice, as_agent):
    beside = as_agent(alice).get(f"/c/{claimed.conversation_id}/history/{old.pk}/")
    assert "where is my invoice?" in beside.text
    assert "<html" not in beside.text


def test_with_what_was_noted_at_its_end(old, claimed, alice, bob, as_agent):
    handoff = old.handoffs.get()
    handoffs.claim(handoff, agent=bob)
    handoffs.close(handoff, agent=bob, outcome="resolved", note="Sent it by <i>mail</i>.")
    beside = as_agent(alice).get(f"/c/{claimed.conversation_id}/history/{old.pk}/")
    assert "Sent it by &lt;i&gt;mail&lt;/i&gt;." in beside.text


def test_another_customers_conversation_does_not(claimed, otherbot, billing, alice, as_agent):
    stranger = conversations.know_customer("cust-noah", name="Noah")
    other = conversations.open_conversation(otherbot, "chat-7", customer=stranger)
    handoffs.open_handoff(other, team=billing)
    assert as_agent(alice).get(f"/c/{claimed.conversation_id}/history/{other.pk}/").status_code == 404


def test_the_customer_part_lists_only_what_the_agent_may_see(old, claimed, technical, alice, botto, maya, paint):
    hidden = conversations.open_conversation(botto, "chat-00", customer=maya)
    handoffs.open_handoff(hidden, team=technical)
    customer = paint(alice, claimed.conversation, "customer")
    assert f"/history/{old.pk}/" in customer
    assert f"/history/{hidden.pk}/" not in customer


def test_carol_finds_nothing(old, claimed, carol, as_agent):
    assert as_agent(carol).get(f"/c/{claimed.conversation_id}/history/{old.pk}/").status_code == 404


def test_that_it_was_seen_is_written_down(old, claimed, alice, as_agent):
    as_agent(alice).get(f"/c/{claimed.conversation_id}/history/{old.pk}/")
    assert AuditEntry.objects.get(agent=alice, verb="saw").subject == f"conversation:{old.pk}"
