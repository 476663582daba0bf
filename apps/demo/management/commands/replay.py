import asyncio
import math
import secrets
import time
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.demo import api, note
from apps.demo.player import Player
from apps.demo.replaying import Replay, conversations, replay


def above_zero(written: str) -> float:
    number = float(written)
    if not 0 < number < math.inf:
        raise ArgumentTypeError(f"{written} is not a number above zero")
    return number


def at_least_one(written: str) -> int:
    if int(written) < 1:
        raise ArgumentTypeError(f"{written} is less than one")
    return int(written)


class Command(BaseCommand):
    help = "Play recorded conversations (JSON Lines, gzip) through the public API at BASE_URL, as a bot does."

    requires_system_checks = []  # knows nothing of the database

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--rate", type=above_zero, default=10.0, metavar="N", help="messages a second (default 10)")
        parser.add_argument("--limit", type=int, metavar="N", help="the first N conversations only")
        parser.add_argument("--at-once", type=at_least_one, default=20, metavar="N", help="conversations side by side")
        parser.add_argument("--cut", type=int, metavar="N", help="hand over after N turns where the file does not say")
        parser.add_argument("--key", help="of the bot that sends; the demo bot's where this is left out")

    def handle(self, *args: object, file: Path, **options: Any) -> None:
        key = options["key"] or note.read().get("bot_key")
        if not key:
            raise CommandError("Whose conversations are these? Name a bot's key with --key.")
        run = secrets.token_hex(3)
        try:
            read = conversations(file, limit=options["limit"])
            told = [replay(each, run=run, cut=options["cut"]) for each in read]
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror or error}.") from error
        except ValueError as error:
            raise CommandError(str(error)) from error
        asyncio.run(self._play(key, told, rate=options["rate"], at_once=options["at_once"]))

    async def _play(self, key: str, told: list[Replay], *, rate: float, at_once: int) -> None:
        started = time.monotonic()
        async with api.bot(key) as client:
            player = Player(client, told, rate=rate, at_once=at_once)
            async for done in player.play():
                self._draw(done, player.total)
        seconds = time.monotonic() - started
        if self.stderr.isatty():
            self.stderr.write("", style_func=str)
        self.stdout.write(
            f"{len(told)} conversations, {player.sent} messages, {player.handed_over} handoffs in {seconds:.1f} s"
            f" ({player.sent / seconds:.0f} messages/s)"
        )
        if player.failed:
            where = f"of {len(told)} conversations stopped early at {settings.BASE_URL}"
            raise CommandError(f"{len(player.failed)} {where}; the first: {player.failed[0]}")

    def _draw(self, done: int, total: int) -> None:
        """One line that fills up; in a file or a pipe it says nothing."""
        if self.stderr.isatty():
            width = 40
            full = round(width * done / max(total, 1))
            self.stderr.write(f"\r{'█' * full}{'░' * (width - full)} {done}/{total}", style_func=str, ending="")
            self.stderr.flush()
