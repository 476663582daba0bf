"""Pulling: GET /events?after=&wait=. A reader that follows the cursor skips nothing, whatever else is writing.

An event's id is handed out before its row is visible, so ids alone would be overtaken. Rows are read in the order
(transaction, id), and only below the oldest transaction still running in this database: nothing can appear behind
the cursor. (Running ones of other databases are in the snapshot too. They can write no event, and must not hold up
ours: whoever is named there, as pg_stat_activity says, is left out; whoever has just ended counts as ours.)
"""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connection

from apps.conversations import operations as conversations
from apps.conversations.models import Bot, ConversationEvent, Message
from apps.conversations.refusals import Erased

from . import envelope, queries
from .bell import Bell
from .operations import advance_reader
from .problems import Problem

PAGE = 100
SHORT, LONG = 0.02, 2.0  # seconds between two looks: after a hint, and when nothing is heard
LONGEST_WAIT = 25  # seconds
_BOUND = """(
    SELECT coalesce(min(running.xid::text::bigint), pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
    FROM pg_snapshot_xip(pg_current_snapshot()) AS running(xid)
    WHERE NOT EXISTS (
        SELECT FROM pg_stat_activity AS elsewhere
        WHERE elsewhere.datname <> current_database()
        AND elsewhere.backend_xid::text::bigint = running.xid::text::bigint & 4294967295
    )
)"""
_CURSOR = re.compile(r"(\d{1,18})-(\d{1,18})")


@dataclass(frozen=True)
class Cursor:
    xact: int = 0
    event: int = 0

    def __str__(self) -> str:
        return f"{self.xact}-{self.event}"

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Empty is the beginning. Raises Problem 422."""
        if not text:
            return cls()
        if not (match := _CURSOR.fullmatch(text)):
            raise Problem.at("after", "bad_cursor", "is not a cursor of ours; leave it out to begin at the beginning")
        return cls(int(match[1]), int(match[2]))


async def follow(bot: Bot, after: str, wait: float) -> dict:
    """The events after a cursor; when there are none, wait for one up to `wait` seconds."""
    start = await _aside(_start, bot, after)
    until = time.monotonic() + min(wait, LONGEST_WAIT)
    pause = SHORT
    async with Bell(f"bot:{bot.pk}") as bell:
        while True:
            page = await _aside(read, bot, start)
            left = until - time.monotonic()
            if page["events"] or left <= 0:
                return page
            pause = SHORT if await bell.rings_within(min(pause, left)) else min(pause * 2, LONG)


async def _aside(look: Callable, *about):
    """In a thread, giving the connection back at once: who waits for 25 s must not hold one."""

    def run():
        try:
            return look(*about)
        finally:
            if not connection.in_atomic_block:
                close_old_connections()

    return await sync_to_async(run)()


def read(bot: Bot, after: Cursor) -> dict:
    """One page, oldest first."""
    rows = list(
        ConversationEvent.objects.filter(queries.IS_TOLD, bot=bot, public=True)
        # The ORM cannot compare rows, which the index needs. Nothing of the caller's is in the text.
        .extra(  # noqa: S610
            where=[
                "(conversations_conversationevent.xact, conversations_conversationevent.id) > (%s, %s)",
                f"conversations_conversationevent.xact < {_BOUND}",
            ],
            params=[after.xact, after.event],
        )
        .select_related(*envelope.RELATED)
        .order_by("xact", "id")[: PAGE + 1]
    )
    events = [envelope.wrap(event) for event in rows[:PAGE]]
    last = events[-1]["cursor"] if events else str(after)
    return {"events": events, "cursor": last, "more": len(rows) > PAGE}


def _start(bot: Bot, after: str) -> Cursor:
    bound, newest = _bounds()
    if after == "latest":
        return Cursor(bound - 1, 10**18 - 1)
    start = Cursor.parse(after)
    if start.xact > newest:
        # Only a database restored from a copy counts transactions anew.
        raise Problem(410, "cursor_gone", "This cursor is from another time of the database. Begin without one.")
    if start.event:
        acknowledge(bot, start)
    return start


def acknowledge(bot: Bot, at: Cursor) -> None:
    """What the cursor has passed has reached the bot. For a bot that only pulls, replies are delivered thereby.

    The reader moves last: what stopped this half-way is then done at the next pull.
    """
    was = queries.reader_of(bot)
    if (at.xact, at.event) <= was:
        return
    if not bot.pushes:
        passed = ConversationEvent.objects.filter(
            bot=bot, public=True, kind="reply.sent", xact__gte=was[0], xact__lte=at.xact
        ).exclude(message__delivery=Message.Delivery.DELIVERED)
        for event in passed.select_related("message__conversation"):
            if was < (event.xact, event.pk) <= (at.xact, at.event) and event.message:
                with suppress(Erased):
                    conversations.settle_reply(event.message, Message.Delivery.DELIVERED)
    advance_reader(bot, at.xact, at.event)


def _bounds() -> tuple[int, int]:
    """Below the first everything is settled; the second has not begun."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_BOUND}, pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        return cursor.fetchone()
