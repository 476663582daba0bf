from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from apps.core.static_files import collect_if_changed


class Command(BaseCommand):
    help = "Bring database, static files and, in demo mode, the demo company to the state this version needs."

    requires_system_checks = []  # make check has asked them

    def handle(self, *args: object, **options: object) -> None:
        """One process for three steps: what costs time is starting Django."""
        call_command("migrate", interactive=False, verbosity=0)
        collect_if_changed()
        if settings.DEMO:
            call_command("seed_demo")
