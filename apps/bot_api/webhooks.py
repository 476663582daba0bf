"""Pushing events: the sender and the settling that `core.outbox.send_next` is given.

One attempt has ten seconds for everything, follows no redirect, reads at most 64 kB, connects to the address that was
checked (`targets.py`) and takes no proxy from the environment.
"""

import asyncio
import json
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache

import httpx2
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic_core import to_json

from apps.conversations import operations as conversations
from apps.conversations.models import ConversationEvent, Message
from apps.conversations.refusals import Erased
from apps.core import outbox
from apps.core.models import Delivery
from apps.core.outbox import Answer
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback

from . import envelope, queries, signature, targets
from .models import Endpoint
from .operations import disable_endpoint

ANSWER_BYTES = 64 * 1024
LONGEST_WAIT = timedelta(hours=24)

# Asking for a name cannot be given up, only left behind: the resolver of many systems takes minutes over a dead server.
_names = ThreadPoolExecutor(16, thread_name_prefix="names")


def send(delivery: Delivery) -> Answer:
    """One attempt."""
    bot_id = int(delivery.destination.removeprefix("bot:"))
    endpoint = Endpoint.objects.select_related("bot").filter(bot_id=bot_id).first()
    if endpoint is None or endpoint.disabled_at:
        return Answer(ok=False, final=True, error=_("The endpoint is switched off."))
    event = queries.event_of(delivery)
    if event is None:
        return Answer(ok=False, final=True, error=_("The conversation was erased."))
    answer = post(endpoint, envelope.event_id(event.pk), to_json(envelope.wrap(event)))
    if answer.status == 410:
        disable_endpoint(endpoint, _("It answered 410 Gone."))
    return answer


def post(endpoint: Endpoint, message_id: str, body: bytes) -> Answer:
    """Sign and send; whatever goes wrong is an Answer."""
    started = time.monotonic()
    headers = signature.headers(message_id, int(time.time()), body, endpoint.secrets)
    try:
        target = _names.submit(targets.resolve, endpoint.url).result(settings.WEBHOOK_TIMEOUT)
        left = settings.WEBHOOK_TIMEOUT - (time.monotonic() - started)
        answer = asyncio.run(_exchange(target, headers, body, left))
    except targets.Refused as refused:
        answer = Answer(ok=False, final=True, error=str(refused))
    except TimeoutError:
        error = _("No whole answer within %(seconds)g s.") % {"seconds": settings.WEBHOOK_TIMEOUT}
        answer = Answer(ok=False, error=error)
    except (OSError, httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        answer = Answer(ok=False, error=f"{type(error).__name__}: {error}"[:300])
    return Answer(**{**vars(answer), "ms": round((time.monotonic() - started) * 1000)})


async def _exchange(target: targets.Target, headers: dict[str, str], body: bytes, seconds: float) -> Answer:
    known = {"Host": target.host, "Content-Type": "application/json", "Accept-Encoding": "identity"}
    known |= {"User-Agent": "handoff-console/1", **headers}
    extensions = {"sni_hostname": target.url.hostname}
    async with asyncio.timeout(seconds):
        transport = httpx2.AsyncHTTPTransport(verify=_trust(), trust_env=False)
        async with httpx2.AsyncClient(transport=transport, trust_env=False, timeout=seconds) as client:
            request = client.build_request(
                "POST", target.connect_to, content=body, headers=known, extensions=extensions
            )
            response = await client.send(request, stream=True, follow_redirects=False)
            try:
                return _judge(response, await _read(response))
            finally:
                await response.aclose()


async def _read(response: httpx2.Response) -> str:
    read = b""
    async for piece in response.aiter_raw():
        read += piece
        if len(read) >= ANSWER_BYTES:
            break
    return read[:ANSWER_BYTES].decode("utf-8", "replace").replace("\x00", "")


def _judge(response: httpx2.Response, text: str) -> Answer:
    status = response.status_code
    if 200 <= status < 300:
        return Answer(ok=True, status=status, text=text)
    error = _("Answered %(status)s.") % {"status": status}
    error = _("%(answered)s Redirects are not followed.") % {"answered": error} if 300 <= status < 400 else error
    wait = _asked_to_wait(response.headers.get("Retry-After", ""))
    return Answer(ok=False, status=status, text=text, error=error, final=status == 410, wait=wait)


def _asked_to_wait(asked: str) -> timedelta | None:
    """Retry-After in seconds or as a date (RFC 9110, 10.2.3), at most a day."""
    if asked.isascii() and asked.isdigit():
        return min(timedelta(seconds=min(int(asked), 10**6)), LONGEST_WAIT)
    try:
        date = parsedate_to_datetime(asked)
    except ValueError:
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(min(date - datetime.now(UTC), LONGEST_WAIT), timedelta(0)) or None


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def settle(delivery: Delivery, answer: Answer) -> None:
    """Write down what came of an attempt, and what follows from it, or neither."""
    with transaction.atomic():
        event = _locked(queries.event_of(delivery))
        is_over = outbox.settle(delivery, answer)
        if event is None or not is_over:
            return
        if event.kind == "reply.sent" and event.message:
            arrived = Message.Delivery.DELIVERED if answer.ok else Message.Delivery.FAILED
            conversations.settle_reply(event.message, arrived)
        if event.kind == "handback.offered" and answer.ok:
            _answered(event, answer.text)


def _locked(event: ConversationEvent | None) -> ConversationEvent | None:
    """Its conversation before its delivery, as whoever erases it has it: the two never wait for each other."""
    if event:
        try:
            conversations.lock(event.conversation)
        except Erased:
            return None
    return event


def _answered(event: ConversationEvent, text: str) -> None:
    """A bot may say yes or no to a handback in its answer, or mean yes by any 2xx if it is set so."""
    related = "handoff__conversation__bot"
    handback = Handback.objects.select_related(related, "agent").filter(pk=event.data.get("handback")).first()
    if handback is None or handback.state != Handback.State.OFFERED or handback.expires_at < timezone.now():
        return
    word = _word(text)
    refusal = word.get("refuse")
    try:
        if refusal:
            handoffs.refuse_handback(handback, reason=refusal[:500] if isinstance(refusal, str) else "")
        elif word.get("accept") is True or handback.handoff.conversation.bot.accepts_by_2xx:
            handoffs.accept_handback(handback)
    except handoffs.TooLate:
        return  # taken back while the bot was answering


def _word(answer: str) -> dict:
    try:
        word = json.loads(answer)
    except (ValueError, RecursionError):
        return {}
    return word if isinstance(word, dict) else {}
