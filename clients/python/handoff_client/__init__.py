"""The handoff console's bot API, for bot builders: `Client`, `AsyncClient`, `verify`."""

from .client import AsyncClient, Client
from .errors import HandoffError, NotHolder
from .types import Event, Handoff, Held, Mirrored, Opened, Page, Verdict
from .webhooks import BadSignature, verify

__all__ = [
    "AsyncClient",
    "BadSignature",
    "Client",
    "Event",
    "Handoff",
    "HandoffError",
    "Held",
    "Mirrored",
    "NotHolder",
    "Opened",
    "Page",
    "Verdict",
    "verify",
]
