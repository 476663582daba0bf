"""What a bot tells of a conversation, taken over into ours."""

from collections.abc import Container, Mapping
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from apps.conversations import operations as conversations
from apps.conversations.masking import mask, mask_cards
from apps.conversations.models import Bot, Conversation
from apps.conversations.models import Message as Stored
from apps.conversations.refusals import Erased, Unmet
from apps.conversations.turns import Turn

from .problems import Problem, not_found
from .schemas import Customer, Message, Mirror

SKEW = timedelta(seconds=5)  # a sender's clock may be this far ahead before it is taken for ours
CLOCKS = datetime(1970, 1, 1, tzinfo=UTC)  # one that says less was never set
TURN_FACTS = {"confidence", "intent", "sub_intent", "citations", "attempt", "page"}


def conversation_of(bot: Bot, reference: str) -> Conversation:
    """The bot's conversation. Raises Problem 404, the same for missing and not-yours."""
    found = Conversation.objects.filter(bot=bot, reference=reference).first()
    if found is None:
        raise not_found("conversation")
    found.bot = bot
    return found


def receive(bot: Bot, reference: str, told: Mirror) -> dict:
    """Store the turns of one call."""
    try:
        conversation, stored = _receive_new(bot, reference, told)
    except Unmet:
        with transaction.atomic(savepoint=False):
            conversation, stored = _receive(bot, reference, told)
    return {
        "conversation": conversation.reference,
        "epoch": conversation.epoch,
        "holder": conversation.holder,
        "stored": len(stored),
        "repeated": len(told.messages) - len(stored),
        "seq": conversation.seq,
    }


def _receive_new(bot: Bot, reference: str, told: Mirror) -> tuple[Conversation, list[Stored]]:
    """Nothing but new turns is what nearly every call brings. Raises Unmet for any other, and stores nothing."""
    ids = {message.id for message in told.messages}
    has_ids = None not in ids and len(ids) == len(told.messages)  # one that stands twice may stand for other words
    is_plain = has_ids and not (told.customer or told.channel or told.language)
    if not is_plain or connection.in_atomic_block:  # where a turn that is stored in this moment would spoil the rest
        raise Unmet
    conversation = Conversation(bot=bot, reference=reference)
    return conversation, conversations.receive_new(conversation, map(_turn, told.messages), epoch=told.epoch)


def _receive(bot: Bot, reference: str, told: Mirror) -> tuple[Conversation, list[Stored]]:
    if told.customer or told.channel or told.language:
        conversation = enter(bot, reference, told.customer, channel=told.channel, language=told.language)
    else:
        conversation = Conversation(bot=bot, reference=reference)  # nothing new but its turns: these look it up
    try:
        return conversation, store(conversation, told.messages, epoch=told.epoch, field="messages")
    except Erased:
        raise
    except Conversation.DoesNotExist:
        raise _first_names_the_customer() from None


def enter(bot: Bot, reference: str, customer: Customer | None, **about) -> Conversation:
    """Find the conversation, or open it when the customer is named. Raises Problem."""
    about = {name: value for name, value in about.items() if value not in (None, "")}
    if customer is None:
        try:
            conversation = conversation_of(bot, reference)
        except Problem:
            raise _first_names_the_customer() from None
        if not about:
            return conversation
        return conversations.open_conversation(bot, reference, customer=conversation.customer, **about)
    person = conversations.know_customer(customer.reference, **_known(customer))
    conversation = conversations.open_conversation(bot, reference, customer=person, **about)
    if conversation.customer_id != person.pk:
        raise Problem.at("customer.reference", "other_customer", "is not the customer of this conversation")
    return conversation


def _first_names_the_customer() -> Problem:
    problem = not_found("conversation")
    problem.detail += " Its first call names the customer: customer.reference."
    problem.errors = [{"field": "customer", "detail": "is required on the first call", "code": "missing"}]
    return problem


def store(
    conversation: Conversation,
    messages: list[Message],
    *,
    epoch: int | None,
    field: str,
    known: Container[int] = (),
) -> list[Stored]:
    """Append what is new of `messages` and return that. Raises NotHolder, or Problem for a reused id.

    `known` are the numbers of those that are stored already and carry no id.
    """
    turns = {number: _turn(message) for number, message in enumerate(messages) if number not in known}
    stored = conversations.receive_messages(conversation, turns.values(), epoch=epoch)
    if len(stored) < len(turns):
        _refuse_reused_ids(conversation, turns, field)
    return stored


def _refuse_reused_ids(conversation: Conversation, turns: Mapping[int, Turn], field: str) -> None:
    """An id stands for one message for ever; leaving out another one that carries it would lose it."""
    ids = [turn.external_id for turn in turns.values() if turn.external_id]
    known = {
        external_id: said
        for external_id, *said in Stored.objects.filter(bot_id=conversation.bot_id, external_id__in=ids).values_list(
            "external_id", "conversation__reference", "role", "text", "attachments"
        )
    }
    for number, turn in turns.items():
        said = [conversation.reference, turn.role, mask_cards(turn.text), mask(turn.attachments)]
        if turn.external_id and known[turn.external_id] != said:
            raise Problem.at(
                f"{field}[{number}].id", "id_reused", "was used for another message before; nothing was stored"
            )


def _turn(message: Message) -> Turn:
    return Turn(
        role=message.role,
        text=message.text,
        external_id=message.id,
        sent_at=_sent_at(message),
        attachments=[attachment.model_dump(mode="json", exclude_unset=True) for attachment in message.attachments],
        facts=message.model_dump(mode="json", include=TURN_FACTS, exclude_defaults=True),
    )


def _sent_at(message: Message) -> datetime | None:
    """In UTC, because PostgreSQL takes fewer offsets than senders have. None when it is not known."""
    if message.sent_at is None or message.sent_at < CLOCKS:
        return None
    return min(message.sent_at, timezone.now() + SKEW).astimezone(UTC)


def _known(customer: Customer) -> dict:
    known = customer.model_dump(mode="python", exclude={"reference", "verification", "open_issues", "history"})
    known["open_issues"] = [issue.model_dump(exclude_defaults=True) for issue in customer.open_issues]
    known["history"] = [contact.model_dump(exclude_defaults=True) for contact in customer.history]
    if customer.verification:
        known |= {"verification": customer.verification.status, "verified_how": customer.verification.how}
    return known
