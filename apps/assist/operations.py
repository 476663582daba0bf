"""The only writer of briefs, drafts, next actions and what agents type. Refreshing stands in `refreshing.py`."""

from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max
from django.utils import timezone

from apps.conversations import events
from apps.conversations import operations as conversations
from apps.conversations.masking import mask_cards
from apps.conversations.models import Conversation, Message
from apps.people.models import Agent

from . import compare, writers
from .material import gather
from .models import Draft, DraftUse, NextAction, UnsentReply
from .refreshing import ask_for_brief, refresh_brief, refresh_next

__all__ = ["ask_for_brief", "refresh_brief", "refresh_next"]

HOW = ("shorter", "warmer", "again")
# In one statement, because every turn that appears on a screen asks for it.
_NOTE_READ = """
INSERT INTO assist_briefread (agent_id, conversation_id, version, before)
SELECT %s, conversation_id, version, version FROM assist_brief
WHERE conversation_id = %s ORDER BY version DESC LIMIT 1
ON CONFLICT (conversation_id, agent_id) DO UPDATE SET before = assist_briefread.version, version = excluded.version
WHERE assist_briefread.version < excluded.version
"""


class Conflict(Exception):
    """Another tab has saved since. Carries what is kept; the words that are refused stay in their own tab."""

    def __init__(self, unsent: UnsentReply):
        super().__init__(f"revision is {unsent.revision}")
        self.unsent = unsent


class NothingToOffer(Exception):
    """The rewrite has no words; the suggestion of before stays."""


def rewrite_draft(draft: Draft, how: str, agent: Agent) -> Draft:
    """Offer the same reply `shorter`, `warmer` or `again`. A model that fails is stood in for by the local writer.

    Raises NothingToOffer.
    """
    if how not in HOW:
        raise ValueError(f"a draft is rewritten {', '.join(HOW)}")
    material, writer = gather(draft.conversation), writers.main()
    try:
        text = writer.rewrite(material, draft.text, how)
    except writers.WriterFailed:
        writer = writers.fallback()
        text = writer.rewrite(material, draft.text, how)
    if not text.strip():
        raise NothingToOffer
    tone = "" if how == "again" else how
    with transaction.atomic():
        held = draft.conversation
        conversations.lock(held)
        newest = held.drafts.aggregate(Max("version"))["version__max"]
        offered = Draft.objects.create(
            conversation=held,
            brief=draft.brief,
            version=newest + 1,
            text=text,
            sources=draft.sources,
            through=draft.through,
            tone=tone,
            writer=writer.name,
        )
        events.record(held, "draft.written", actor=agent, version=offered.version, tone=tone)
    return offered


def discard_draft(draft: Draft, agent: Agent) -> None:
    """The agent wants none of it. Discarding twice is harmless."""
    with transaction.atomic():
        now = timezone.now()
        waiting = Draft.objects.filter(pk=draft.pk, discarded_at__isnull=True)
        if waiting.update(discarded_by=agent, discarded_at=now):
            events.record(draft.conversation, "draft.discarded", actor=agent, version=draft.version)
    draft.refresh_from_db()


def save_unsent(
    conversation: Conversation,
    agent: Agent,
    text: str,
    draft: Draft | None = None,
    is_note: bool = False,
    revision: int | None = None,
) -> UnsentReply:
    """Keep what the agent is typing. `revision` is the one the tab saw last, None when it does not know.

    Cards are masked here, not in the box: what it shows is the agent's, and is masked for good when it is sent.
    Raises Conflict when another tab has saved other words since, and then keeps nothing.
    """
    text = mask_cards(text)
    with transaction.atomic():
        unsent, made = UnsentReply.objects.select_for_update().get_or_create(
            conversation=conversation, agent=agent, is_note=is_note, defaults={"text": text, "draft": draft}
        )
        if not made and revision is not None and revision < unsent.revision and text != unsent.text:
            raise Conflict(unsent)
        if not made:
            unsent.revision += text != unsent.text  # the same words from a second tab are no news to the first
            unsent.text = text
            unsent.draft = draft or unsent.draft
            unsent.save()
    return unsent


def clear_unsent(conversation: Conversation, agent: Agent, is_note: bool = False) -> int:
    """It has been sent. A row stays, so that a tab that slept cannot bring the text back. Returns its revision."""
    whose: dict[str, Any] = {"conversation": conversation, "agent": agent, "is_note": is_note}
    UnsentReply.objects.get_or_create(**whose)  # what was sent at once may be on its way to be kept
    sent = UnsentReply.objects.filter(**whose)
    sent.update(text="", draft=None, revision=F("revision") + 1, saved_at=timezone.now())
    return sent.values_list("revision", flat=True).get()


def record_use(message: Message, agent: Agent, draft: Draft | None) -> DraftUse:
    """Write down what became of the draft in the reply that was sent. Saying it twice changes nothing."""
    outcome, similarity = compare.judge(draft.text if draft else "", message.text)
    use, _ = DraftUse.objects.get_or_create(
        message=message,
        defaults={"draft": draft, "agent": agent, "outcome": outcome, "similarity": similarity},
    )
    return use


def note_read(conversation: Conversation, agent: Agent) -> None:
    """The agent has the conversation before them, with its brief as it is now."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTE_READ, [agent.pk, conversation.pk])


def decide_action(action: NextAction, agent: Agent, state: str) -> None:
    """The agent says `done` or `not_right`, and may change their mind."""
    if state not in NextAction.State.values:
        raise ValueError(f"an action is {', '.join(NextAction.State.values)}")
    with transaction.atomic():
        moved = NextAction.objects.filter(pk=action.pk).exclude(state=state)
        if moved.update(state=state, decided_by=agent, decided_at=timezone.now()):
            events.record(action.conversation, "action.decided", actor=agent, version=action.version, state=state)
    action.refresh_from_db()
