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
        self.asks = not no_input
        if setting_up.migrations_wait():
            self.stdout.write("Bringing the database to this version ...")
            call_command("migrate", interactive=False, verbosity=0)
        base_url = self._answer(options["base_url"], "Address of the console", settings.BASE_URL)
        for finding in setting_up.findings(base_url):
            self.stdout.write(self.style.WARNING(f"  ! {finding}"))
        email = self._answer(options["email"], "Email of the first admin").lower()
        admin = Agent.objects.filter(email=email).first() or self._make_admin(email, options["name"])
        team = self._make_team(self._answer(options["team"], "Name of the first team", "Support"))
        self.stdout.write(self.style.SUCCESS(f"{admin.email} is admin, {team.name} is a team."))
        self.stdout.write(f"Next: sign in at {base_url}, make agents under Administration, and a bot under Bots.")

    def _make_admin(self, email: str, name: str | None) -> Agent:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r}: {error.messages[0]}") from None
        name = self._answer(name, "Their name", email.partition("@")[0].title())
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
                    raise CommandError(f"SETUP_PASSWORD: {' '.join(error.messages)}") from None
                self.stdout.write(self.style.WARNING("  ! " + " ".join(error.messages)))

    def _make_team(self, name: str) -> Team:
        slug = slugify(name) or "support"
        with transaction.atomic():
            team, made = Team.objects.get_or_create(slug=slug, defaults={"name": name})
            if made:
                people.audit(None, "team.made", team)
        return team

    def _answer(self, given: str | None, question: str, otherwise: str = "") -> str:
        if given:
            return given
        if not self.asks or not sys.stdin.isatty():
            if otherwise:
                return otherwise
            raise CommandError(f"{question}: give it as an option.")
        hint = f" [{otherwise}]" if otherwise else ""
        while not (answer := input(f"{question}{hint}: ").strip() or otherwise):
            pass
        return answer
