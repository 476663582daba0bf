"""Codes as agents read them, and what parts add to a source and to an attempt, so that a template only shows it."""

from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.assist.names import in_words

OUTCOMES = {  # of a bot's attempt: mark and label
    "failed": ("✕", pgettext_lazy("attempt", "failed")),
    "succeeded": ("✓", pgettext_lazy("attempt", "worked")),
    "unknown": ("?", pgettext_lazy("attempt", "outcome not stated")),
}
CHANNELS = {
    "web": _("Web chat"),
    "app": _("App"),
    "email": _("Email"),
    "voice": _("Phone"),
    "phone": _("Phone"),
    "sms": _("SMS"),
    "whatsapp": _("WhatsApp"),
}
ENDS = {  # of a conversation
    "resolved": _("Resolved"),
    "unresolved": _("Not resolved"),
    "abandoned": _("The customer left"),
}


def channel(code: str) -> str:
    """A bot may name others; those stand as they came."""
    return str(CHANNELS.get(code, code))


def outcome(code: str) -> str:
    """How a conversation ended."""
    return str(ENDS.get(code, code))


def topic(intent: str) -> str:
    """Of an intent that only the bot knows: `billing.charged_twice` is "Charged twice"."""
    return in_words(intent.rpartition(".")[2])


def address(text: str | None) -> SplitResult:
    """Its pieces; empty ones for what only looks like an address: `https://[oops` may come from any bot."""
    try:
        return urlsplit(text or "")
    except ValueError:
        return urlsplit("")


class Piece(NamedTuple):
    text: str
    used: bool


def with_pieces(source: dict) -> dict:
    """With the passage cut round the sentence that was used."""
    passage, used = source.get("passage") or "", source.get("used") or ""
    before, found, after = passage.partition(used) if used else (passage, "", "")
    pieces = [Piece(before, False), Piece(found, True), Piece(after, False)]
    url = address(source.get("url"))
    safe = source["url"] if url.scheme in ("http", "https") else ""
    known = {"pieces": [p for p in pieces if p.text], "quote": found or passage, "url": safe, "host": url.hostname}
    return {**source, **known}


def with_mark(attempt: dict) -> dict:
    """With its outcome as a mark and a word."""
    mark, label = OUTCOMES.get(attempt.get("outcome", ""), ("·", attempt.get("outcome", "")))
    return {**attempt, "mark": mark, "label": label}
