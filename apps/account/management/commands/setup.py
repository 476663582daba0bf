"""The few questions a real deployment has to answer, by prompt or by flag. Running it again changes nothing twice."""

import getpass
import os
import sys

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify

from apps.account import setting_up
from apps.core.health import migrations_wait
from apps.people import operations as people
from apps.people.models import Agent, Role, Team


class Command(BaseCommand):
    help = "Check the settings, make the first admin and the first team."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--base-url", help="where people will open the console: https://console.example.com")
        parser.add_argument("--email", help="of the first admin")
        parser.add_argument("--name", help="of the first admin")
        parser.add_argument("--team", help="name of the first team")
        parser.add_argument("--no-input", action="store_true", help="ask nothing; the password is in SETUP_PASSWORD")

    def handle(self, *args, no_input: bool, **options) -> None:
        self.asks = not no_input and sys.stdin.isatty()
        if migrations_wait():
            self.stdout.write("Bringing the database to this version ...")
            call_command("migrate", interactive=False, verbosity=0)
        base_url = self._answer("base_url", options, "Address of the console", settings.BASE_URL)
        for finding in setting_up.findings(base_url):
            self.stdout.write(self.style.WARNING(f"  ! {finding}"))
        admin = self._admin(options)
        first = Team.objects.order_by("pk").first()
        team = self._make_team(self._answer("team", options, "Name of the first team", str(first or "Support")))
        self.stdout.write(self.style.SUCCESS(f"{admin.email} is admin, {team.name} is a team."))
        self.stdout.write(f"Next: sign in at {base_url}, make agents under Administration, and a bot under Bots.")

    def _admin(self, options: dict) -> Agent:
        first = Agent.objects.filter(role=Role.ADMIN, is_active=True).order_by("pk").first()
        email = self._answer("email", options, "Email of the first admin", first.email if first else "").lower()
        known = Agent.objects.filter(email=email).first()
        if known and not (known.role == Role.ADMIN and known.is_active):
            raise CommandError(f"{email} is known here and no active admin: name another, or let an admin change that.")
        return known or self._make_admin(email, options)

    def _make_admin(self, email: str, options: dict) -> Agent:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r}: {error.messages[0]}") from None
        name = self._answer("name", options, "Their name", email.partition("@")[0].title())
        password = self._password(Agent(email=email, name=name))
        return people.engage(email, name, by=None, role=Role.ADMIN, password=password)

    def _password(self, agent: Agent) -> str:
        while True:
            password = getpass.getpass("Their password: ") if self.asks else os.environ.get("SETUP_PASSWORD", "")
            try:
                validate_password(password, agent)
                return password
            except ValidationError as error:
                if not self.asks:
                    why = " ".join(error.messages) if password else "it is not set."
                    raise CommandError(f"SETUP_PASSWORD: {why}") from None
                self.stdout.write(self.style.WARNING("  ! " + " ".join(error.messages)))

    def _make_team(self, name: str) -> Team:
        slug = slugify(name) or "support"
        with transaction.atomic():
            team, made = Team.objects.get_or_create(slug=slug, defaults={"name": name})
            if made:
                people.audit(None, "team.made", team)
        return team

    def _answer(self, option: str, options: dict, question: str, otherwise: str = "") -> str:
        if options[option]:
            return options[option]
        if not self.asks:
            if otherwise:
                return otherwise
            raise CommandError(f"{question}: give it with --{option.replace('_', '-')}.")
        hint = f" [{otherwise}]" if otherwise else ""
        while not (answer := input(f"{question}{hint}: ").strip() or otherwise):
            pass
        return answer
