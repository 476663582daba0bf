"""Standard Webhooks 1.0, symmetric: HMAC-SHA256 over `{id}.{timestamp}.{body}`, one signature a secret."""

import base64
import hashlib
import hmac
from collections.abc import Iterable


def headers(message_id: str, timestamp: int, body: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """While a secret is being rotated there are two signatures; the receiver takes either."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{_sign(secret, signed)}" for secret in secrets),
    }


def _sign(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
