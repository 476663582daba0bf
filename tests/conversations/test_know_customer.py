from apps.conversations import operations as conversations
from apps.conversations.models import Customer


def test_what_is_newly_known_is_taken_over_and_nothing_is_unlearned(maya):
    conversations.know_customer("cust-maya", name="", email=None, account={}, phone="+44 20 7946 0000")
    known = Customer.objects.get(reference="cust-maya")
    assert (known.name, known.email, known.phone) == ("Maya Okafor", "maya@example.com", "+44 20 7946 0000")


def test_of_what_the_bot_told_before_only_the_facts_stay(conversation):
    facts = [{"name": "card", "value": "4111 1111 1111 1111"}]
    conversations.learn(conversation, {"summary": "Charged twice.", "facts": facts})
    conversations.learn(conversation, {"draft": "Sorry."})
    conversation.refresh_from_db()
    assert conversation.told == {"draft": "Sorry.", "facts": [{"name": "card", "value": "•••• 1111"}]}
