"""The only writer of bots."""

from .models import Bot


def create_bot(slug: str, *, name: str = "") -> Bot:
    """A new bot. Raises IntegrityError when the slug is taken."""
    return Bot.objects.create(slug=slug, name=name or slug)


def change_bot(bot: Bot, **changes) -> None:
    """`changes`: name, is_active, pushes, accepts_by_2xx."""
    Bot.objects.filter(pk=bot.pk).update(**changes)
    bot.refresh_from_db(fields=list(changes))
