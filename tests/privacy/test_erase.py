from datetime import date

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from apps.conversations import operations as conversations
from apps.conversations.models import Conversation, ConversationEvent
from apps.conversations.operations import Turn
from apps.conversations.queries import conversations_of
from apps.core import erasure, outbox
from apps.core.models import Delivery
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handoff
from apps.people.models import AuditEntry
from apps.privacy import operations as privacy

from .planting import WORD, one_of_each, plant, tables_with_the_word

# Tables that hold the company's own words. A table that is neither here nor leads to a customer by foreign keys
# fails the test below: whoever adds one says here that no customer is in it.
NOT_ABOUT_CUSTOMERS = {
    "agent", "team", "auditentry", "bot", "intent", "delivery", "article", "passage", "policy", "rule", "route", "lift",
    "botkey", "endpoint", "reader",
}  # fmt: skip


@pytest.fixture
def everything(claimed, alice, maya, bob):
    """Maya's whole story, with a word planted in every column of it, and a delivery that quotes her."""
    conversations.write_note(claimed.conversation, agent=alice, text="a note", token="n1", mentions=[bob])
    conversations.send_reply(claimed.conversation, agent=alice, text="a reply", token="t1")
    handoffs.hand_back(claimed, agent=alice, brief={"done": ["all"]})
    one_of_each(maya, alice, claimed.conversation.bot, claimed.team)
    assert plant(maya) > 40
    event = ConversationEvent.objects.filter(kind="reply.sent").latest("id")
    sent = outbox.enqueue(destination="bot:1", stream="c", topic="reply.sent", subject=event.pk)
    Delivery.objects.filter(pk=sent.pk).update(history=[{"answer": WORD}])
    return maya


def test_after_erasing_no_table_holds_a_word_of_it(everything, ada):
    assert len(tables_with_the_word()) > 8
    privacy.erase_customer(everything, by=ada)
    assert tables_with_the_word() == set()


def test_a_date_about_a_person_goes_with_the_words(maya, ada):
    assert conversations.know_customer(maya.reference, since=date(2019, 5, 1)).since
    privacy.erase_customer(maya, by=ada)
    maya.refresh_from_db()
    assert maya.since is None


def test_every_table_leads_to_a_customer_or_says_it_has_none(everything):
    reached = {model._meta.model_name for model in erasure.belongings(everything)}
    ours = {m._meta.model_name for m in apps.get_models() if m.__module__.startswith("apps.")}
    assert ours - reached <= NOT_ABOUT_CUSTOMERS
    assert not reached & NOT_ABOUT_CUSTOMERS


def test_the_record_says_who_erased_and_not_whom_by_name(everything, ada):
    privacy.erase_customer(everything, by=ada)
    entry = AuditEntry.objects.get(verb="customer.erased")
    assert (entry.agent, entry.subject) == (ada, f"customer:{everything.pk}")


def test_rows_and_numbers_stay_for_the_statistics(everything, ada):
    count = everything.conversations.get().messages.count()
    privacy.erase_customer(everything, by=ada)
    handoff = Handoff.objects.get()
    assert (handoff.state, handoff.reason) == ("cancelled", "frustration")
    assert Conversation.objects.get().messages.count() == count


def test_other_customers_lose_nothing(everything, botto, ada):
    other = conversations.know_customer("cust-jonas", name="Jonas Weber")
    chat = conversations.open_conversation(botto, "chat-2", customer=other)
    conversations.receive_messages(chat, [Turn("customer", "hello", "j1")])
    privacy.erase_customer(everything, by=ada)
    assert chat.messages.get().text == "hello"
    other.refresh_from_db()
    assert other.name == "Jonas Weber"


def test_an_erased_customer_is_in_nobodys_sight(claimed, maya, alice, ada):
    privacy.erase_customer(maya, by=ada)
    assert not conversations_of(alice).exists()
    assert not conversations_of(ada).exists()


@pytest.mark.django_db(transaction=True)
def test_words_still_on_their_way_do_not_come_back(conversation, maya, ada):
    late = Conversation.objects.get(pk=conversation.pk)
    privacy.erase_customer(maya, by=ada)
    with pytest.raises(Conversation.DoesNotExist):
        conversations.receive_messages(late, [Turn("customer", WORD, "late")])
    assert tables_with_the_word() == set()


def test_nobody_speaks_for_an_erased_customer_by_the_name_that_is_left(conversation, maya, ada):
    privacy.erase_customer(maya, by=ada)
    maya.refresh_from_db()
    with pytest.raises(Conversation.DoesNotExist):
        conversations.know_customer(maya.reference, name=WORD)
    assert tables_with_the_word() == set()


def test_the_same_customer_may_come_again_as_a_stranger(conversation, maya, botto, ada):
    privacy.erase_customer(maya, by=ada)
    again = conversations.know_customer("cust-maya")
    assert again.pk != maya.pk
    assert conversations.open_conversation(botto, "chat-1", customer=again).pk != conversation.pk


def test_by_command(conversation, maya, capsys):
    call_command("erase_customer", "cust-maya", "--yes")
    maya.refresh_from_db()
    assert maya.erased_at
    with pytest.raises(CommandError, match="no customer"):
        call_command("erase_customer", "cust-maya", "--yes")
