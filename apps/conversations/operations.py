"""The only writer of conversations, messages and who holds them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.core import live, outbox
from apps.core.models import Delivery
from apps.core.rows import find_or_make, rows
from apps.people.models import Agent

from . import events
from .erasing import erase_conversation as erase_conversation
from .erasing import erase_customer as erase_customer
from .erasing import lock_customer as lock_customer
from .locking import lock as lock
from .locking import lock_with
from .masking import mask
from .models import Bot, Conversation, Customer, Holder, Message, ReadMark
from .refusals import Erased, NotHolder, Unmet
from .turns import Turn, messages_of, not_yet_stored
from .writing import If

# What `lock_with` and `_bot_may_speak` ask, in one condition.
_NONE_OF_THEM_STORED = """
bot_id = %s AND reference = %s AND (%s OR holder IN ('bot', 'nobody') AND epoch = %s)
AND NOT EXISTS (SELECT FROM conversations_message WHERE bot_id = %s AND external_id = ANY(%s))
"""


def know_customer(reference: str, **known) -> Customer:
    """Find or make the customer, taking over whatever is newly known. Empty values never erase known ones.

    Raises Erased for one whose words were taken, also in this moment.
    """
    known = {name: mask(value) for name, value in known.items() if value not in (None, "", [], {})}
    customer, made = find_or_make(Customer(reference=reference, **known), "reference")
    changed = {name: value for name, value in known.items() if not made and getattr(customer, name) != value}
    living = Customer.objects.filter(pk=customer.pk, erased_at=None)
    if customer.erased_at or (changed and not living.update(**changed)):
        raise Erased(f"customer {customer.pk}")
    for name, value in changed.items():
        setattr(customer, name, value)
    return customer


def open_conversation(bot: Bot, reference: str, *, customer: Customer, **about) -> Conversation:
    """Find or make the bot's conversation. `about`: channel, language, page, intent, intent_confidence, sentiment.

    Raises Erased when its words, or its customer's, are taken in this moment.
    """
    about = {name: mask(value) for name, value in about.items() if value not in (None, "")}
    with transaction.atomic(savepoint=False):
        conversation, made = find_or_make(
            Conversation(bot=bot, reference=reference, customer=customer, **about), "bot_id", "reference"
        )
        conversation.bot = bot
        if made:
            _refuse_for_the_erased(customer)
        changed = {name: value for name, value in about.items() if not made and getattr(conversation, name) != value}
        if "intent" in changed:
            changed["intent_by"] = None  # no agent has corrected this one,
            changed["intent_confidence"] = about.get("intent_confidence")  # and what was said of the other is past
        if changed:
            if not Conversation.objects.filter(pk=conversation.pk, erased_at=None).update(**changed):
                raise Erased(f"conversation {conversation.pk}")
            conversation.refresh_from_db()
    return conversation


def learn(conversation: Conversation, told: dict) -> None:
    """Keep what the bot told us beyond its turns: summary, facts, attempts, citations, draft, next action.

    It tells it for one handoff: of what it told for the one before only the facts are still true.
    """
    with transaction.atomic(savepoint=False):
        lock(conversation)
        known = {name: value for name, value in conversation.told.items() if name == "facts"} | mask(told)
        events.record(conversation, "brief.told", actor=conversation.bot, changes={"told": known})


def receive_messages(conversation: Conversation, turns: Iterable[Turn], *, epoch: int | None = None) -> list[Message]:
    """Store a bot's mirror of what was said, in the order given. Turns already stored are left as they are.

    A bot turn needs the bot to hold the conversation, or that it waits for a person, at the epoch the bot was told;
    customer turns are always taken. Raises NotHolder, and then stores nothing of the call. Returns the new messages.
    """
    turns = list(turns)
    with transaction.atomic(savepoint=False):  # two round trips less in a door's own transaction
        stored = lock_with(conversation, [turn.external_id for turn in turns if turn.external_id])
        new = not_yet_stored(turns, stored)
        if not new:
            return []
        if any(turn.role in Message.FROM_BOT for turn in new):
            _bot_may_speak(conversation, epoch)
        return _received(conversation, new)


def receive_new(conversation: Conversation, turns: Iterable[Turn], *, epoch: int | None = None) -> list[Message]:
    """`receive_messages` in one statement, for turns with ids of which none is stored yet.

    The conversation is found by its bot and reference. Raises Unmet when it is not there, one of the turns is stored
    or the bot may not speak, and then stores nothing: `receive_messages` knows why.
    """
    new = not_yet_stored(list(turns), [])
    speaks = any(turn.role in Message.FROM_BOT for turn in new)
    ids = [turn.external_id for turn in new]
    values = [conversation.bot_id, conversation.reference, not speaks, _told_epoch(epoch), conversation.bot_id, ids]
    try:
        return _received(conversation, new, only_if=If(_NONE_OF_THEM_STORED, values))
    except IntegrityError:  # one of them was stored in this moment
        raise Unmet from None


def _received(conversation: Conversation, turns: list[Turn], only_if: If | None = None) -> list[Message]:
    messages, bot = messages_of(turns), conversation.bot
    events.record(conversation, "messages.received", actor=bot, turns=messages, only_if=only_if, count=len(messages))
    return messages


def send_reply(
    conversation: Conversation, *, agent: Agent, text: str, token: str, attachments: list[dict] | None = None
) -> Message:
    """Say `text` to the customer as `agent`. `token` makes a second click the same reply.

    Raises NotHolder when the agent does not hold the conversation at commit.
    """
    with transaction.atomic():
        lock(conversation)
        external_id = f"reply:{token}"
        if sent := conversation.messages.filter(external_id=external_id).first():
            return sent
        if not conversation.is_held_by(agent):
            raise NotHolder(conversation)
        turn = Turn(role=Message.Role.AGENT, text=text, external_id=external_id, attachments=attachments or [])
        messages = messages_of([turn], author=agent, delivery=Message.Delivery.SENDING)
        events.record(conversation, "reply.sent", actor=agent, turns=messages)
    return messages[0]


def write_note(
    conversation: Conversation, *, agent: Agent, text: str, token: str, mentions: Iterable[Agent] = ()
) -> Message:
    """Leave a note that only agents see; the mentioned ones are told. `token` makes a second press the same note."""
    mentions = list(mentions)
    with transaction.atomic():
        lock(conversation)
        external_id = f"note:{token}"
        if written := conversation.messages.filter(external_id=external_id).first():
            return written
        messages = messages_of([Turn(role=Message.Role.NOTE, text=text, external_id=external_id)], author=agent)
        also = [f"agent:{mentioned.pk}" for mentioned in mentions]
        events.record(conversation, "note.written", actor=agent, turns=messages, also=also)
        messages[0].mentions.set(mentions)
    return messages[0]


def settle_reply(message: Message, delivery: str) -> None:
    """Write down whether the reply reached the bot's channel. What has arrived stays arrived."""
    with transaction.atomic():
        lock(message.conversation)  # first, as in `resend_reply`: the two never wait for each other
        sent = Message.objects.filter(pk=message.pk, role=Message.Role.AGENT)
        if sent.exclude(delivery__in=[delivery, Message.Delivery.DELIVERED]).update(delivery=delivery):
            events.record(message.conversation, f"reply.{delivery}", message=message)


def resend_reply(message: Message, *, agent: Agent) -> None:
    """Try once more to bring a reply that failed to the bot's channel; for the bot it is the same event.

    Raises NotHolder when the agent does not hold the conversation at commit: then it would be said too late.
    """
    with transaction.atomic():
        conversation = message.conversation
        lock(conversation)
        if not conversation.is_held_by(agent):
            raise NotHolder(conversation)
        failed = Message.objects.filter(pk=message.pk, delivery=Message.Delivery.FAILED)
        if failed.update(delivery=Message.Delivery.SENDING):
            said = conversation.events.get(message=message, kind="reply.sent")
            for delivery in Delivery.objects.filter(topic=said.kind, subject=said.pk):
                outbox.replay(delivery)
            live.kick("bot_api.deliver")
            events.record(conversation, "reply.retried", actor=agent, message=message)


def correct_intent(conversation: Conversation, *, agent: Agent, intent: str) -> None:
    """An agent says what the customer really wants."""
    with transaction.atomic():
        lock(conversation)
        was = conversation.intent
        changes = {"intent": intent, "intent_confidence": None, "intent_by": agent}
        events.record(conversation, "intent.corrected", actor=agent, changes=changes, was=was, intent=intent)


def note_outcome(conversation: Conversation, *, outcome: str = "", csat: int | None = None) -> None:
    """The bot tells how it ended for the customer."""
    with transaction.atomic():
        changes: dict[str, Any] = {name: value for name, value in (("outcome", outcome), ("csat", csat)) if value}
        lock(conversation)
        events.record(conversation, "conversation.outcome", actor=conversation.bot, changes=changes, **changes)


def mark_read(conversation: Conversation, *, agent: Agent, position: int) -> None:
    """The agent has seen everything up to `position`. A mark never goes back."""
    mark, made = ReadMark.objects.get_or_create(agent=agent, conversation=conversation, defaults={"position": position})
    if not made:
        ReadMark.objects.filter(pk=mark.pk, position__lt=position).update(position=position, at=timezone.now())


def look(pairs: Iterable[tuple[int, int]], *, until: datetime) -> None:
    """These (agent, conversation) have the chat open before them until the given time."""
    ReadMark.objects.bulk_create(
        [ReadMark(agent_id=agent, conversation_id=conversation, looking_until=until) for agent, conversation in pairs],
        update_conflicts=True,
        unique_fields=["agent", "conversation"],
        update_fields=["looking_until"],
    )


def passing(conversation: Conversation, holder: str, *, agent: Agent | None = None) -> dict[str, Any]:
    """What changes about a locked conversation when somebody else may speak. The caller's event writes it."""
    return {"holder": holder, "holder_agent": agent, "epoch": conversation.epoch + 1}


def _refuse_for_the_erased(customer: Customer) -> None:
    """Waits for an erasure under way; the next one waits for us. The foreign key's own lock comes only at commit."""
    if not rows(Customer, "WHERE id = %s AND erased_at IS NULL FOR SHARE", [customer.pk]):
        raise Erased(f"customer {customer.pk}")


def _bot_may_speak(conversation: Conversation, epoch: int | None) -> None:
    if conversation.holder not in (Holder.BOT, Holder.NOBODY) or _told_epoch(epoch) != conversation.epoch:
        raise NotHolder(conversation)


def _told_epoch(epoch: int | None) -> int:
    """Before the first handoff there is one epoch only, so a bot that never heard of epochs may leave it out."""
    return 1 if epoch is None else epoch
