import asyncio
import signal
from argparse import ArgumentParser
from pathlib import Path

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.demo import api, content, note
from apps.demo.stage import Stage

log = structlog.get_logger()


class Command(BaseCommand):
    help = "Play the demo's customers and its bot, over the public API at BASE_URL, until stopped."

    requires_system_checks = []  # knows nothing of the database

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--speed", type=float, default=1.0, help="times as fast as life")
        parser.add_argument("--seed", type=int, default=0, help="for the same customers in the same order")

    def handle(self, *args: object, speed: float, seed: int, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo: set DEMO=1 to have invented customers.")
        key = note.read().get("bot_key")
        if not key:
            raise CommandError(f"{note.path()} names no bot key: run seed_demo first.")
        asyncio.run(_play(key, speed=speed, seed=seed))


async def _play(key: str, *, speed: float, seed: int) -> None:
    playing = asyncio.current_task()
    assert playing
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, playing.cancel)
    memory = Path(settings.DATA_DIR) / "demo_bot.json"
    async with api.bot(key) as client:
        stage = Stage(client, content.scenarios(), memory, life=key[:12], speed=speed, seed=seed)
        try:
            await stage.run()
        except asyncio.CancelledError:
            stage.write_down()
            log.info("demo_bot.stopped", plays=len(stage.plays))
