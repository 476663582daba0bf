"""The only writer of keys and endpoints."""

import base64
import secrets

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.conversations import bots
from apps.conversations.models import Bot
from apps.people.models import Agent
from apps.people.operations import audit

from . import keys
from .doorkeeper import forget
from .models import BotKey, Endpoint, Reader
from .targets import check_url

ACTIVE_KEYS = 2  # one in use and one to change over to


class TooManyKeys(Exception):
    """Two keys are active already; one has to be revoked first."""


class TooManySecrets(Exception):
    """Two secrets sign already. The receiver may know the old one only, so that is dropped first, and on purpose."""


def may_have_more_keys(bot: Bot) -> bool:
    return bot.keys.filter(revoked_at__isnull=True).count() < ACTIVE_KEYS


def create_key(bot: Bot, *, by: Agent | None = None) -> tuple[BotKey, str]:
    """A new key, and its text for showing once. Raises TooManyKeys."""
    text = keys.new_key()
    with transaction.atomic():
        Bot.objects.select_for_update().get(pk=bot.pk)
        if not may_have_more_keys(bot):
            raise TooManyKeys
        key = BotKey.objects.create(bot=bot, prefix=text[: keys.SHOWN], digest=keys.digest(text), created_by=by)
        audit(by, "created", key, bot=bot.slug)
    return key, text


def revoke_key(key: BotKey, *, by: Agent | None = None) -> None:
    """The key opens nothing from now on. Saying it twice changes nothing."""
    with transaction.atomic():
        if BotKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
            audit(by, "revoked", key, bot=key.bot.slug)
    key.refresh_from_db(fields=["revoked_at"])
    forget(key)


def set_endpoint(bot: Bot, url: str, *, by: Agent | None = None) -> Endpoint:
    """Push the bot's events to `url` from now on; also switches a disabled endpoint on. Raises targets.Refused."""
    check_url(url)
    with transaction.atomic():
        endpoint, _ = Endpoint.objects.update_or_create(
            bot=bot,
            defaults={"url": url, "disabled_at": None, "disabled_because": ""},
            create_defaults={"url": url, "secrets": [_new_secret()]},
        )
        bots.set_pushes(bot, True)
        audit(by, "changed", endpoint, bot=bot.slug)
    return endpoint


def disable_endpoint(endpoint: Endpoint, because: str, *, by: Agent | None = None) -> None:
    """Push nothing more; the bot can still pull. Changes nothing when it has another address by now."""
    with transaction.atomic():
        same = Endpoint.objects.filter(pk=endpoint.pk, url=endpoint.url, disabled_at=None)
        if same.update(disabled_at=timezone.now(), disabled_because=because[:200]):
            bots.set_pushes(endpoint.bot, False)
            audit(by, "disabled", endpoint, bot=endpoint.bot.slug)
    endpoint.refresh_from_db()


def rotate_secret(endpoint: Endpoint, *, by: Agent | None = None) -> str:
    """A second secret; both sign until `drop_old_secret`. Returns it, for showing once. Raises TooManySecrets."""
    secret = _new_secret()
    with transaction.atomic():
        (current,) = endpoint.secrets[:1]
        if not Endpoint.objects.filter(pk=endpoint.pk, secrets=[current]).update(secrets=[secret, current]):
            raise TooManySecrets
        audit(by, "rotated", endpoint, bot=endpoint.bot.slug)
    endpoint.refresh_from_db(fields=["secrets"])
    return secret


def drop_old_secret(endpoint: Endpoint, *, by: Agent | None = None) -> None:
    """The receiver knows the new one: sign with that alone."""
    with transaction.atomic():
        Endpoint.objects.filter(pk=endpoint.pk).update(secrets=endpoint.secrets[:1])
        audit(by, "old_secret_dropped", endpoint, bot=endpoint.bot.slug)
    endpoint.refresh_from_db(fields=["secrets"])


def advance_reader(bot: Bot, xact: int, event: int) -> None:
    """Remember that the bot's cursor is here. Never moves back."""
    Reader.objects.get_or_create(bot=bot)
    behind = Q(xact__lt=xact) | Q(xact=xact, event__lt=event)
    Reader.objects.filter(behind, bot=bot).update(xact=xact, event=event, at=timezone.now())


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
