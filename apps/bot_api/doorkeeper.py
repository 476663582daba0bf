"""Who calls, and may they call so often."""

import math
import time
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from apps.conversations.models import Bot
from apps.core import rate

from . import keys
from .models import BotKey
from .problems import Problem

USED = timedelta(minutes=1)  # last use is written down this often
REMEMBERED = 1.0  # seconds a process trusts a key it has looked up: so long a revoked one may still open
_known: dict[str, tuple[float, BotKey]] = {}


class BotRequest(HttpRequest):
    """A request that `ByKey` has let in."""

    auth: Bot


class ByKey(HttpBearer):
    """`Authorization: Bearer hck_...`; afterwards `request.auth` is the bot."""

    openapi_description = "A bot's key, made on its page or by `manage.py bot create`."

    def __call__(self, request: HttpRequest) -> Bot:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key:
            raise Problem(401, "missing_key", "Send your key as `Authorization: Bearer hck_...`.")
        return self.authenticate(request, key.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Bot:
        key = find(token)
        wait = rate.take(f"key:{key.pk}", rate=settings.API_RATE, burst=settings.API_BURST)
        if wait:
            seconds = math.ceil(wait)
            raise Problem(429, "too_many", f"Try again in {seconds} s.", retry_after=seconds)
        _note_use(key)
        return key.bot


def find(text: str) -> BotKey:
    """The key, when it opens the door. Raises Problem 401 saying why it does not."""
    if not text.isascii() or not keys.is_well_formed(text):
        raise Problem(401, "malformed_key", "This is not a key of ours: its form or checksum is wrong.")
    digest = keys.digest(text)
    seen, key = _known.get(digest, (0.0, None))
    if key is None or time.monotonic() - seen > REMEMBERED:
        key = BotKey.objects.select_related("bot").filter(digest=digest).first()
    if key is None:
        raise Problem(401, "unknown_key", "We do not know this key.")
    if key.revoked_at:
        raise Problem(401, "revoked_key", "This key was revoked.")
    if not key.bot.is_active:
        raise Problem(401, "inactive_bot", "This bot is switched off.")
    _remember(digest, key)
    return key


def forget(key: BotKey) -> None:
    """Look it up anew next time."""
    _known.pop(key.digest, None)


def _remember(digest: str, key: BotKey) -> None:
    _, known = _known.get(digest, (0.0, None))
    if known is not key:
        if len(_known) > 1000:
            _known.clear()
        _known[digest] = time.monotonic(), key


def _note_use(key: BotKey) -> None:
    now = timezone.now()
    if key.last_used_at is None or now - key.last_used_at > USED:
        BotKey.objects.filter(pk=key.pk).update(last_used_at=now)
        key.last_used_at = now
