"""One of everything that a page can show."""

from django.utils import timezone

from apps.account.forms import zones
from apps.bot_api import operations as bot_api
from apps.conversations import operations as conversations
from apps.conversations.models import Conversation, Customer
from apps.conversations.turns import Turn
from apps.core import outbox
from apps.core.models import Delivery
from apps.feedback import operations as feedback
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handoff, Reason
from apps.people.models import Agent, Team
from apps.policy import defaults
from apps.policy.operations import install_default_policy
from apps.routing import operations as routing
from apps.routing.place import place
from tests.workspace import brief

ABOUT_MAYA = {
    "since": "2021-05-01",
    "phone": "+44 20 7946 0000",
    "verification": "verified",
    "verified_how": "signed in",
    "account": {"plan": "Plus plan"},
    "open_issues": [{"reference": "T-1", "title": "Late parcel"}],
    "history": [{"at": "2026-01-02", "channel": "email", "summary": "Asked for an invoice", "outcome": "resolved"}],
}
RECEIPT = {"name": "receipt.pdf", "type": "application/pdf", "size": 2048, "url": "https://files.example.com/1"}
TURNS = [
    Turn("customer", "here is my receipt", "m4", attachments=[RECEIPT]),
    Turn("action", 'get_order {"order": "48213"}', "m5"),
    Turn("result", "order not found", "m6"),
    Turn("bot", "Sorry, I cannot find it.", "m7", facts={"confidence": 0.4}),
    Turn("customer", "this is ridiculous!! get me a person", "m8"),
]


def _all(value: object) -> list:
    return value if isinstance(value, list) else []


# What people and bots have written into columns that hold more than one thing.
WORDS = [
    *(text for text, _ in brief.CLAIMS),
    *brief.TITLES,
    *(word for _, label, value, _ in brief.FACTS for word in (label, value)),
    *(word for what, _, why in brief.ATTEMPTS for word in (what, why)),
    *(brief.PASSAGE, brief.ACTION, brief.WHY, brief.DRAFT, "help.example.com", "Verified"),
    *("Plus plan", "Late parcel", "Asked for an invoice", "Plan", "bot.example.com", "https://bot.example.com/hooks"),
    *("receipt.pdf", "application/pdf", "files.example.com", "Late", "orders", "Monday", "Marlowick", "Wick"),
    *(str(word) for rule in defaults.RULES for words in rule["parameters"].values() for word in _all(words)),
    *(name for _, name in zones()),
]


def tell(conversation: Conversation, alice: Agent, billing: Team) -> dict[str, object]:
    """Maya's chat, which Alice comes to hold, with all there can be around it. Returns the keys addresses name."""
    bot, policy = conversation.bot, install_default_policy()
    brief.write_intents()
    Customer.objects.update(**ABOUT_MAYA)
    other = _another_chat(conversation, billing)
    conversations.receive_messages(conversation, TURNS)
    handoff = _hand_over(conversation, billing)
    written = brief.write_brief(conversation)
    handoffs.claim(handoff, agent=alice)
    rating = feedback.rate(handoff, alice, summary=2, summary_reasons=["outdated"], right_team=False, draft=3)
    feedback.rate(handoff, alice, comment="Late", sources_ok=False)
    key, _ = bot_api.create_key(bot, by=alice)
    bot_api.set_endpoint(bot, "https://bot.example.com/hooks")
    keys = {"c": conversation.pk, "handoffs": handoff.pk, "privacy": conversation.customer_id, "other": other.pk}
    keys |= {"action": written.actions.get().pk, "policies": policy.pk, "ratings": rating.pk, "keys": key.pk}
    keys |= {"deliveries": _delivery(conversation).pk}
    return keys | {"reference": conversation.reference, "slug": bot.slug, "bot": bot.slug}


def _hand_over(conversation: Conversation, billing: Team) -> Handoff:
    routing.install_default_lifts()
    routing.set_route("billing", billing)
    placed = place("billing.duplicate_charge", reason=Reason.FRUSTRATION)
    Conversation.objects.filter(pk=conversation.pk).update(
        intent="billing.duplicate_charge", sentiment="frustrated", page="https://shop.example.com/orders"
    )
    conversation.refresh_from_db()
    about = {"reason": Reason.FRUSTRATION, "confidence": 0.4, "urgency": placed.urgency}
    return handoffs.open_handoff(
        conversation,
        team=placed.team,
        placed_because=placed.because,
        evidence=conversation.messages.get(external_id="m8"),
        **about,
    )


def _another_chat(conversation: Conversation, billing: Team) -> Conversation:
    """Of the same customer, which waits for Billing."""
    other = conversations.open_conversation(conversation.bot, "chat-0", customer=conversation.customer, channel="email")
    conversations.receive_messages(other, [Turn("customer", "where is my parcel", "p1")])
    handoffs.open_handoff(other, team=billing, reason=Reason.HIGH_RISK, urgency=4)
    conversations.note_outcome(other, outcome="unresolved")
    return other


def _delivery(conversation: Conversation) -> Delivery:
    """Of an event, tried once and refused."""
    event = conversation.events.filter(kind="handoff.queued").get()
    found = outbox.enqueue(destination=f"bot:{conversation.bot_id}", stream="s", topic=event.kind, subject=event.pk)
    attempt = {"at": timezone.now().isoformat(), "ms": 12, "status": None, "error": "", "answer": ""}
    Delivery.objects.filter(pk=found.pk).update(state="dead", attempts=1, settled_at=timezone.now(), history=[attempt])
    return found
