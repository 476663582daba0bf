from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.text import slugify

from apps.bot_api.operations import TooManyKeys, create_key, revoke_key
from apps.conversations.bots import create_bot
from apps.conversations.models import Bot


class Command(BaseCommand):
    help = "Make a bot, or a further key for one, and print the key. It is shown this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["create"])
        parser.add_argument("name")
        parser.add_argument("--instead", action="store_true", help="revoke the keys it had")
        parser.add_argument("--quiet", action="store_true", help="print the key and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = slugify(options["name"])
        if not slug:
            raise CommandError("A bot's name needs a letter or a digit.")
        bot = Bot.objects.filter(slug=slug).first() or create_bot(slug, name=options["name"])
        for key in bot.keys.filter(revoked_at__isnull=True) if options["instead"] else ():
            revoke_key(key)
        try:
            _, text = create_key(bot)
        except TooManyKeys:
            raise CommandError(f"{bot} has two active keys: revoke one on its page, or both with --instead.") from None
        if not options["quiet"]:
            self.stderr.write(f"The key of {bot}. It is shown this once:", style_func=str)
        self.stdout.write(text)
