"""The only writer of keys and endpoints."""

import base64
import secrets

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.conversations import bots
from apps.conversations.models import Bot
from apps.people.models import Agent

from . import keys
from .doorkeeper import forget
from .models import BotKey, Endpoint, Reader
from .targets import check_url

ACTIVE_KEYS = 2  # one in use and one to change over to


class TooManyKeys(Exception):
    """Two keys are active already; one has to be revoked first."""


def create_key(bot: Bot, *, by: Agent | None = None) -> tuple[BotKey, str]:
    """A new key, and its text for showing once. Raises TooManyKeys."""
    text = keys.new_key()
    with transaction.atomic():
        Bot.objects.select_for_update().get(pk=bot.pk)
        if bot.keys.filter(revoked_at__isnull=True).count() >= ACTIVE_KEYS:
            raise TooManyKeys
        key = BotKey.objects.create(bot=bot, prefix=text[: keys.SHOWN], digest=keys.digest(text), created_by=by)
    return key, text


def revoke_key(key: BotKey) -> None:
    """The key opens nothing from now on. Saying it twice changes nothing."""
    BotKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
    key.refresh_from_db(fields=["revoked_at"])
    forget(key)


def set_endpoint(bot: Bot, url: str) -> Endpoint:
    """Push the bot's events to `url` from now on; also switches a disabled endpoint on. Raises targets.Refused."""
    check_url(url)
    with transaction.atomic():
        endpoint, _ = Endpoint.objects.update_or_create(
            bot=bot,
            defaults={"url": url, "disabled_at": None, "disabled_because": ""},
            create_defaults={"url": url, "secrets": [_new_secret()]},
        )
        bots.change_bot(bot, pushes=True)
    return endpoint


def disable_endpoint(endpoint: Endpoint, because: str) -> None:
    """Push nothing more. The bot can still pull."""
    with transaction.atomic():
        Endpoint.objects.filter(pk=endpoint.pk).update(disabled_at=timezone.now(), disabled_because=because[:200])
        bots.change_bot(endpoint.bot, pushes=False)
    endpoint.refresh_from_db()


def rotate_secret(endpoint: Endpoint) -> str:
    """A second secret; both sign until `drop_old_secret`. Returns the new one, for showing once."""
    secret = _new_secret()
    Endpoint.objects.filter(pk=endpoint.pk).update(secrets=[secret, *endpoint.secrets[:1]])
    endpoint.refresh_from_db(fields=["secrets"])
    return secret


def drop_old_secret(endpoint: Endpoint) -> None:
    """The receiver knows the new one: sign with that alone."""
    Endpoint.objects.filter(pk=endpoint.pk).update(secrets=endpoint.secrets[:1])
    endpoint.refresh_from_db(fields=["secrets"])


def advance_reader(bot: Bot, xact: int, event: int) -> None:
    """Remember that the bot's cursor is here. Never moves back."""
    Reader.objects.get_or_create(bot=bot)
    behind = Q(xact__lt=xact) | Q(xact=xact, event__lt=event)
    Reader.objects.filter(behind, bot=bot).update(xact=xact, event=event, at=timezone.now())


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
