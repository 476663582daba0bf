"""Pulling: GET /events?after=&wait=. A reader that follows the cursor skips nothing, whatever else is writing.

An event's id is handed out before its row is visible, so ids alone would be overtaken. Rows are read in the order
(transaction, id), and only below the oldest transaction still running: nothing can appear behind the cursor.
"""

import re
import time
from dataclasses import dataclass

from asgiref.sync import sync_to_async
from django.db import connection

from apps.conversations import operations as conversations
from apps.conversations.models import Bot, ConversationEvent, Message

from . import envelope
from .bell import Bell
from .operations import advance_reader
from .problems import Problem

PAGE = 100
SHORT, LONG = 0.02, 2.0  # seconds between two looks: after a hint, and when nothing is heard
LONGEST_WAIT = 25  # seconds
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
    start = await sync_to_async(_start)(bot, after)
    until = time.monotonic() + min(wait, LONGEST_WAIT)
    pause = SHORT
    async with Bell(f"bot:{bot.pk}") as bell:
        while True:
            page = await sync_to_async(read)(bot, start)
            left = until - time.monotonic()
            if page["events"] or left <= 0:
                return page
            pause = SHORT if await bell.rings_within(min(pause, left)) else min(pause * 2, LONG)


def read(bot: Bot, after: Cursor) -> dict:
    """One page, oldest first."""
    rows = list(
        ConversationEvent.objects.filter(bot=bot, public=True)
        .extra(
            where=[
                "(conversations_conversationevent.xact, conversations_conversationevent.id) > (%s, %s)",
                "conversations_conversationevent.xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
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
    oldest_running = _oldest_running()
    if after == "latest":
        return Cursor(oldest_running - 1, 10**18 - 1)
    start = Cursor.parse(after)
    if start.xact > oldest_running:
        # Only a database restored from a copy counts transactions anew.
        raise Problem(410, "cursor_gone", "This cursor is from another time of the database. Begin without one.")
    if start.event:
        acknowledge(bot, start)
    return start


def acknowledge(bot: Bot, at: Cursor) -> None:
    """What the cursor has passed has reached the bot. For a bot that only pulls, replies are delivered thereby."""
    was = advance_reader(bot, at.xact, at.event)
    if bot.pushes or (at.xact, at.event) <= was:
        return
    passed = ConversationEvent.objects.filter(
        bot=bot, public=True, kind="reply.sent", xact__gte=was[0], xact__lte=at.xact
    ).exclude(message__delivery=Message.Delivery.DELIVERED)
    for event in passed.select_related("message__conversation"):
        if was < (event.xact, event.pk) <= (at.xact, at.event) and event.message:
            conversations.settle_reply(event.message, Message.Delivery.DELIVERED)


def _oldest_running() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return cursor.fetchone()[0]
