from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.demo import note, past, seeding


class Command(BaseCommand):
    help = "Fill the database with the demo company, and write the accounts and the bot's key to DATA_DIR/demo.json."

    requires_system_checks = []  # runs at every start of the demo

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-past", action="store_true", help="without the chats of the last weeks")

    def handle(self, *args: object, no_past: bool, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo: set DEMO=1 to fill it with an invented company.")
        if seeding.is_done():
            return
        seeding.seed()
        told = seeding.told()
        if not no_past:
            past.make(told["bot_key"])
        note.write(told)
