"""Checking that a webhook is the console's: Standard Webhooks 1.0 (https://www.standardwebhooks.com)."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import cast

from .types import Event

TOLERANCE = 300  # seconds a delivery's clock may differ from ours


class BadSignature(Exception):
    """Not sent by the console, changed on the way, or too old. Answer 401 and do nothing."""


def verify(headers: Mapping[str, str], body: bytes, *secrets: str, now: float | None = None) -> Event:
    """The event, if any of `secrets` (whsec_...) signed it. Raises BadSignature.

    The same event may come twice: remember `event["id"]`.
    """
    known = {name.lower(): value for name, value in headers.items()}
    try:
        number, timestamp, signatures = (known[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
        sent = int(timestamp)
    except (KeyError, ValueError):
        raise BadSignature("webhook-id, webhook-timestamp or webhook-signature is missing") from None
    if abs((time.time() if now is None else now) - sent) > TOLERANCE:
        raise BadSignature("the timestamp is more than five minutes off")
    signed = f"{number}.{timestamp}.".encode() + body
    given = [one.removeprefix("v1,").encode() for one in signatures.split() if one.startswith("v1,")]
    if not any(hmac.compare_digest(_sign(secret, signed), one) for secret in secrets for one in given):
        raise BadSignature("no signature fits")
    return cast(Event, json.loads(body))


def _sign(secret: str, signed: bytes) -> bytes:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
