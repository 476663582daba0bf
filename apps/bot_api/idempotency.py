"""The same call twice changes something once.

The answer is stored in the transaction of the change, so there is never one without the other. Only successes are
stored: a refused call changed nothing, and may be put right and sent again under the same key.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone
from pydantic_core import to_json

from apps.conversations.models import Bot, Conversation
from apps.core.rows import answers, ask

from .doorkeeper import BotRequest
from .models import Idempotency
from .problems import Problem

KEPT = timedelta(days=7)
HEADER = "Idempotency-Key"
_ABOUT = {"name": HEADER, "in": "header", "schema": {"type": "string", "minLength": 1, "maxLength": 200}}
_TAKEN = "New for each call, the same when it is sent again."
# For the OpenAPI document, by what `once` asks for.
NEEDS_KEY = {"parameters": [{**_ABOUT, "required": True, "description": _TAKEN}]}
TAKES_KEY = {"parameters": [{**_ABOUT, "description": f"{_TAKEN} May be left out where repeating is harmless."}]}
_RUNNING = "The same call is still running."

# The lock and the look in one round trip. A row committed between the two escapes the look, and then the
# unique constraint refuses our own.
_LOOK = """
SELECT pg_try_advisory_xact_lock(hashtextextended(%s, %s)), row.fingerprint, row.status, row.answer
FROM (SELECT 1) AS one LEFT JOIN bot_api_idempotency AS row ON row.bot_id = %s AND row.key = %s
"""

_KEEP = """
INSERT INTO bot_api_idempotency (bot_id, key, fingerprint, status, answer, conversation_id, at)
VALUES (%s, %s, %s, %s, %s, %s, now())
"""


def once(
    request: BotRequest,
    change: Callable[[], dict],
    *,
    status: int = 200,
    is_repeatable: bool = False,
) -> HttpResponse:
    """Make the change and answer with what it returns.

    `is_repeatable`: the call needs no key to bear repeating; without one, `change` is a transaction of its own.
    """
    key = _key(request)
    if key is None and not is_repeatable:
        raise Problem(400, "missing_idempotency_key", f"Send a {HEADER} header: any text, new for each call.")
    try:
        if key is not None:
            return _once(request, key, change, status)
        return answered(change(), status)
    except IntegrityError as error:
        # The same key, or the same message's id in another conversation, committed while this call was under way.
        if not any(name in str(error) for name in ("idempotency_key", "message_external_id")):
            raise
        raise Problem(409, "still_running", _RUNNING, retry_after=1) from None


def _once(request: BotRequest, key: str, change: Callable[[], dict], status: int) -> HttpResponse:
    bot = request.auth
    call = f"{request.method} {request.path}\n".encode() + request.body
    fingerprint = hashlib.sha256(call).hexdigest()
    with transaction.atomic():
        if stored := _look(bot, key):
            return _replay(stored, fingerprint)
        told = change()
        answer = answered(told, status)
        _keep(bot, key, fingerprint, status, answer.content.decode(), _spoken_of(bot, told))
    return answer


def _spoken_of(bot: Bot, told: dict) -> int | None:
    """The conversation whose words the answer repeats: a handback's brief does, everything else is keys and numbers."""
    if not told.get("handback"):
        return None
    return Conversation.objects.values_list("pk", flat=True).get(bot=bot, reference=told["conversation"])


def _look(bot: Bot, key: str) -> tuple[str, int, str] | None:
    (((is_ours, *stored),),) = answers((_LOOK, [key, bot.pk, bot.pk, key]))
    if stored[0] is not None:
        return tuple(stored)
    if not is_ours:
        raise Problem(409, "still_running", _RUNNING, retry_after=1)
    return None


def _keep(bot: Bot, key: str, *answered: str | int | None) -> None:
    ask(_KEEP, [bot.pk, key, *answered])


def _replay(stored: tuple[str, int, str], fingerprint: str) -> HttpResponse:
    was, status, answer = stored
    if was != fingerprint:
        raise Problem(422, "idempotency_key_reused", f"This {HEADER} was used for another call.")
    response = HttpResponse(answer, status=status, content_type="application/json")
    response["Idempotent-Replayed"] = "true"
    return response


def _key(request: BotRequest) -> str | None:
    """Bare, or quoted as the IETF draft has it."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if not key.strip() or len(key) > 200 or not key.isascii() or not key.isprintable():
        raise Problem(400, "bad_idempotency_key", f"{HEADER} is 1 to 200 printable ASCII characters.")
    return key


def answered(answer: Any, status: int) -> HttpResponse:
    return HttpResponse(to_json(answer), status=status, content_type="application/json")


def forget_old() -> int:
    """Drop what is older than the promise."""
    return Idempotency.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
