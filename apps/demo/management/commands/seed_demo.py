from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.demo import note, seeding


class Command(BaseCommand):
    help = "Fill the database with the demo company, and write the accounts and the bot's key to DATA_DIR/demo.json."

    requires_system_checks = []  # runs at every start of the demo

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo: set DEMO=1 to fill it with an invented company.")
        if seeding.is_done():
            return
        seeding.seed()
        note.write(seeding.told())
