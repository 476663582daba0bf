"""How an event looks to a bot: the same bytes' worth whether pushed or pulled."""

from apps.conversations.models import ConversationEvent

# A handback's brief and a reply's words are what the bot needs to act; the rest it may ask for.
RELATED = ("conversation", "message__author", "agent")


def wrap(event: ConversationEvent) -> dict:
    """The event as Standard Webhooks has it (type, timestamp, data), with our order and ownership beside it.

    `event` comes with RELATED selected.
    """
    return {
        "type": event.kind,
        "id": event_id(event.pk),
        "timestamp": event.at,
        "conversation": event.conversation.reference,
        "seq": event.seq,
        "epoch": event.epoch,
        "cursor": cursor(event),
        "data": _about(event),
    }


def event_id(pk: int) -> str:
    return f"evt_{pk}"


def cursor(event: ConversationEvent) -> str:
    return f"{event.xact}-{event.pk}"


def _about(event: ConversationEvent) -> dict:
    about = {name: said for name, said in event.data.items() if name != "note"}  # which agents leave for each other
    if event.handoff:
        about["handoff"] = event.handoff
    if event.agent:
        about["agent"] = event.agent.get_short_name()
    if event.message:
        message = event.message
        about["message"] = {
            "id": message.pk,
            "position": message.position,
            "text": message.text,
            "attachments": message.attachments,
            "agent": message.author.get_short_name() if message.author else None,
            "at": message.created_at,
        }
    return about
