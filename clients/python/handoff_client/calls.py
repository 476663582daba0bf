"""Each call of the API as a value, and when to make it again. Both clients send these."""

import logging
import random
import uuid
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

import httpx2

from .errors import error_from

logger = logging.getLogger("handoff_client")

TRIES = 6
BUSY = {429, 502, 503, 504}
TIMEOUT = 15.0  # seconds, beside what a pull waits


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    body: dict[str, Any] | None = None
    query: dict[str, Any] = field(default_factory=dict)
    key: str | None = None  # one for all tries: the console does it once
    timeout: float = TIMEOUT

    def arguments(self) -> dict[str, Any]:
        headers = {"Idempotency-Key": self.key} if self.key else {}
        json = {"json": self.body} if self.body is not None else {}
        return {"params": self.query, "headers": headers, "timeout": self.timeout, **json}


def post(path: str, body: dict[str, Any] | None = None, *, key: str | None = None) -> Call:
    stated = {name: value for name, value in (body or {}).items() if value is not None}
    return Call("POST", f"/api/v1{path}", stated, key=key or str(uuid.uuid4()))


def get(path: str) -> Call:
    return Call("GET", f"/api/v1{path}")


def send_messages(reference: str, body: dict[str, Any], key: str | None) -> Call:
    """Messages that all have an id bear repeating by themselves, and cost the console less without a key."""
    call = post(f"/conversations/{_safe(reference)}/messages", body, key=key)
    has_ids = all(message.get("id") for message in body["messages"])
    return replace(call, key=key) if has_ids else call


def outcome(reference: str, outcome: str | None, csat: int | None) -> Call:
    return post(f"/conversations/{_safe(reference)}/outcome", {"outcome": outcome, "csat": csat})


def conversation(reference: str) -> Call:
    return get(f"/conversations/{_safe(reference)}")


def pull(after: str, wait: float) -> Call:
    return Call("GET", "/api/v1/events", query={"after": after, "wait": wait}, timeout=wait + TIMEOUT)


def pause(attempt: int, answer: httpx2.Response | None) -> float | None:
    """Seconds until the next try; None: this is the answer."""
    if attempt + 1 >= TRIES:
        return None
    is_running = answer is not None and answer.status_code == 409 and "Retry-After" in answer.headers
    if answer is not None and answer.status_code not in BUSY and not is_running:
        return None
    asked = answer.headers.get("Retry-After", "") if answer is not None else ""
    seconds = backoff(attempt) if not asked.isdigit() else min(float(asked), 60.0)
    why = error_from(answer) if answer is not None else "no answer"
    logger.warning("trying again in %.1f s: %s", seconds, why)
    return seconds


def backoff(attempt: int) -> float:
    return min(0.2 * 2**attempt, 10.0) * random.uniform(0.8, 1.2)


def _safe(reference: str) -> str:
    """As it stands in an address. Steps of dots would lead to another conversation."""
    steps = (quote(step, safe="") for step in reference.split("/"))
    return "/".join({".": "%2E", "..": "%2E%2E"}.get(step, step) for step in steps)
