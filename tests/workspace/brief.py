"""A brief as a writer leaves it: what Maya's chat looks like once it has been read."""

from apps.assist.models import Brief, Draft, NextAction
from apps.conversations.models import Conversation, Intent

PASSAGE = (
    "Two booked payments of the same amount are a duplicate. "
    "Refund the second payment in full within 30 days of the charge. "
    "A pending hold is not a payment."
)
CLAIMS = [
    ("Maya was charged twice, €89.00 each, for order 48213 on Monday and wants the duplicate refunded.", [1]),
    ("The bot saw one captured payment and suggested a pending hold;", [2]),
    ("she says both are booked and has waited a week.", [3]),
    ("She now asks whether she gets one or both back.", [3]),
]
TITLES = [
    "Duplicate charges: refund within 30 days",
    "How long refunds take, by card network",
    "Pending holds and captured payments",
    "Refund limits",
]
FACTS = [
    ("order_number", "Order", "48213", 1),
    ("amount", "Amount", "2 × €89.00", 1),
    ("card", "Card", "Visa ···· 4021", 1),
]
ATTEMPTS = [
    ("Payment lookup", "unknown", "found one of two"),
    ("“Pending holds” article", "failed", "both are booked"),
]
ACTION = "Refund the second payment (€89.00)"
WHY = "Two captured payments, same order and amount, within the 30-day duplicate window."
DRAFT = (
    "Hi Maya, I’m Alice from Billing. I can see both €89.00 payments on order 48213 from Monday; the second "
    "one is a duplicate, so it goes back to your Visa in full. The refund shows within 3–5 working days."
)


def write_brief(conversation: Conversation, **changes) -> Brief:
    claims = [{"text": text, "turns": turns} for text, turns in CLAIMS]
    summary = " ".join(claim["text"] for claim in claims)
    written = {
        "version": 1,
        "through": conversation.message_count,
        "writer": "local",
        "summary": summary,
        "words": len(summary.split()),
        "claims": claims,
        "facts": [{"name": n, "label": label, "value": value, "turn": turn} for n, label, value, turn in FACTS],
        "missing": [{"name": "verified", "label": "Verified"}],
        "attempts": [{"what": what, "outcome": how, "why": why, "turn": 2} for what, how, why in ATTEMPTS],
        "sources": [_source(number, title) for number, title in enumerate(TITLES, start=1)],
    }
    brief = Brief.objects.create(conversation=conversation, **(written | changes))
    NextAction.objects.create(
        conversation=conversation,
        brief=brief,
        version=brief.version,
        title=ACTION,
        why=WHY,
        source=1,
        confidence=0.92,
    )
    Draft.objects.create(
        conversation=conversation,
        brief=brief,
        version=brief.version,
        text=DRAFT,
        sources=[1, 2],
        through=brief.through,
        writer="local",
    )
    return brief


def write_intents() -> None:
    billing = Intent.objects.create(slug="billing", name="Billing")
    needed = ["order_number", "amount", "card", "verified"]
    Intent.objects.create(slug="billing.duplicate_charge", name="Duplicate charge", parent=billing, needed_facts=needed)


def _source(number: int, title: str) -> dict:
    return {
        "number": number,
        "article": number,
        "slug": f"article-{number}",
        "title": title,
        "url": "" if number == 3 else f"https://help.example.com/articles/{number}",
        "internal": number == 3,
        "passage": PASSAGE,
        "used": "Refund the second payment in full within 30 days of the charge.",
    }
