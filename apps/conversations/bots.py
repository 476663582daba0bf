"""The only writer of bots."""

from django.db import transaction

from apps.people.models import Agent
from apps.people.operations import audit

from .models import Bot


def create_bot(slug: str, *, name: str = "", by: Agent | None = None) -> Bot:
    """A new bot. Raises IntegrityError when the slug is taken."""
    with transaction.atomic():
        bot = Bot.objects.create(slug=slug, name=name or slug)
        audit(by, "created", bot)
    return bot


def change_bot(bot: Bot, *, by: Agent | None = None, **changes) -> None:
    """`changes`: name, is_active, accepts_by_2xx."""
    with transaction.atomic():
        Bot.objects.filter(pk=bot.pk).update(**changes)
        audit(by, "changed", bot, **changes)
    bot.refresh_from_db(fields=list(changes))


def set_pushes(bot: Bot, pushes: bool) -> None:
    """Whether its events are pushed; the caller, who knows where to, writes down who wanted it."""
    Bot.objects.filter(pk=bot.pk).update(pushes=pushes)
    bot.pushes = pushes
