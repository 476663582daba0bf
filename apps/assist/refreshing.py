"""Keep the brief level with its conversation: one worker at a time each, outside any transaction while it thinks.

A Reading says how far a brief should be (`wanted`) and how far it is (`done`), as event numbers. Events, kicks and
sweeps only ever raise `wanted`; a worker leases the row, reads, writes, and raises `done`. Whatever is asked while
it thinks makes the two differ again, so nothing is forgotten and nothing runs twice at once. Who has waited longest is
next, and one that cannot be read keeps its lease until that runs out: nobody else waits for it.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, Max, Q, When
from django.db.models.functions import Greatest
from django.utils import timezone

from apps.conversations import events
from apps.conversations import operations as conversations
from apps.conversations.models import Conversation
from apps.conversations.refusals import Erased
from apps.core import live

from . import queries, writers
from .material import Material, gather
from .models import Brief, Draft, NextAction, Reading
from .writers import Written

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)  # longer than any writer takes; then its worker is taken for dead


def ask_for_brief(conversation: Conversation) -> None:
    """Say that the conversation has moved. Cheap, and asking often is asking once."""
    seq = max(conversation.seq, 1)
    reading, made = Reading.objects.get_or_create(conversation=conversation, defaults={"wanted": seq})
    if not made:
        # The sweep asks for what was answered without being read to the end, so ask for more than was done.
        since = Case(When(wanted__gt=F("done"), then=F("wanted_since")), default=timezone.now())
        Reading.objects.filter(pk=reading.pk).update(wanted=Greatest(F("done") + 1, seq), wanted_since=since)
    live.kick("assist.refresh")


def refresh_next() -> bool:
    """Write one brief that is asked for and that nobody is writing. False when there is none."""
    due = Reading.objects.filter(_free(), wanted__gt=F("done")).order_by("wanted_since").first()
    if due is None:
        return False
    try:
        refresh_brief(due.pk)
    except Erased:
        due.delete()
    except Exception:  # whatever it is, the others wait no longer for it
        logger.exception("brief not written", extra={"conversation": due.pk})
    return True


def refresh_brief(conversation_id: int) -> Brief | None:
    """Read the conversation now and keep what is new. None when another worker is at it, or knew better.

    Raises Erased, and whatever a writer trips over.
    """
    conversation = Conversation.objects.select_related("customer", "bot", "holder_agent").get(pk=conversation_id)
    lease = _lease(conversation)
    if lease is None:
        return None
    reading, until = lease
    brief = _read(conversation, reading.wanted)
    Reading.objects.filter(pk=reading.pk, leased_until=until).update(leased_until=None)
    return brief


def _read(conversation: Conversation, wanted: int) -> Brief | None:
    material, writer = gather(conversation), writers.main()
    stand_in = writers.fallback()
    if writer.name != stand_in.name and not conversation.briefs.exists():
        _keep(conversation, material, stand_in.write(material), stand_in.name)  # something to read meanwhile
    try:
        return _keep(conversation, material, writer.write(material), writer.name, wanted=wanted)
    except writers.WriterFailed as failed:
        error = str(failed)
    written = stand_in.write(material)
    return _keep(conversation, material, written, stand_in.name, wanted=wanted, error=error)


def _free() -> Q:
    return Q(leased_until__isnull=True) | Q(leased_until__lt=timezone.now())


def _lease(conversation: Conversation) -> tuple[Reading, datetime] | None:
    seq = max(conversation.seq, 1)
    Reading.objects.get_or_create(conversation=conversation, defaults={"wanted": seq})
    now = timezone.now()
    until = now + LEASE
    # What is asked from here on waits from here on, or a chat that never rests would always be next.
    if not Reading.objects.filter(_free(), pk=conversation.pk).update(leased_until=until, wanted_since=now):
        return None
    return Reading.objects.get(pk=conversation.pk), until


def _keep(
    conversation: Conversation,
    material: Material,
    written: Written,
    writer: str,
    *,
    wanted: int | None = None,
    error: str = "",
) -> Brief | None:
    """Store what is new in one transaction. An answer that comes after a newer one is dropped."""
    with transaction.atomic():
        conversations.lock(conversation)
        newest = queries.current_brief(conversation)
        if newest and newest.through > material.through:
            return None
        if wanted is not None and not Reading.objects.filter(pk=conversation.pk, done__lte=wanted).update(done=wanted):
            return None
        brief = _keep_brief(conversation, newest, material, written, writer, error)
        _keep_action(conversation, brief, written)
        _keep_draft(conversation, brief, material, written, writer)
    return brief


def _keep_brief(held: Conversation, newest: Brief | None, material: Material, written: Written, writer: str, error):
    content = {
        "writer": writer,
        "state": Brief.State.FAILED if error else Brief.State.READY,
        "error": error[:300],
        "claims": [{"text": claim.text, "turns": claim.turns} for claim in written.claims],
        "facts": written.facts,
        "missing": written.missing,
        "attempts": written.attempts,
        "sources": written.sources,
    }
    if newest and all(getattr(newest, name) == value for name, value in content.items()):
        Brief.objects.filter(pk=newest.pk, through__lt=material.through).update(through=material.through)
        newest.through = material.through
        return newest
    brief = Brief.objects.create(
        conversation=held,
        version=newest.version + 1 if newest else 1,
        through=material.through,
        summary=written.summary,
        words=len(written.summary.split()),
        **content,
    )
    if error:
        logger.warning("writer failed", extra={"conversation": held.pk, "error": error})
        events.record(held, "brief.failed", version=brief.version, error=error[:300])
    else:
        events.record(held, "brief.written", version=brief.version, writer=writer)
    return brief


def _keep_action(held: Conversation, brief: Brief, written: Written) -> None:
    """The same advice keeps what the agent said of it. Its source is a number of the brief, so it goes along."""
    newest = queries.current_action(held)
    advice = {**written.action, "title": written.action["title"][:300], "why": written.action["why"][:500]}
    if newest and newest.title == advice["title"]:
        NextAction.objects.filter(pk=newest.pk).update(brief=brief, **advice)
        return
    version = newest.version + 1 if newest else 1
    NextAction.objects.create(conversation=held, brief=brief, version=version, **advice)


def _keep_draft(held: Conversation, brief: Brief, material: Material, written: Written, writer: str) -> None:
    versions = held.drafts.filter(tone="").order_by("-version")
    offered = versions.first()
    if not written.draft:
        return
    if offered and offered.text == written.draft:  # read again, and still what the writer would say
        held.drafts.filter(version__gte=offered.version, through__lt=material.through).update(through=material.through)
        return
    version = (held.drafts.aggregate(Max("version"))["version__max"] or 0) + 1
    draft = Draft.objects.create(
        conversation=held,
        brief=brief,
        version=version,
        text=written.draft,
        sources=written.draft_sources,
        through=material.through,
        writer=writer,
    )
    events.record(held, "draft.written", version=draft.version)
