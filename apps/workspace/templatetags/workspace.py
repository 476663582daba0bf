from urllib.parse import urlsplit

from django import template

from apps.conversations.models import ConversationEvent

from .. import seams
from ..view import ConversationView

register = template.Library()


@register.simple_tag
def seam_words(view: ConversationView, event: ConversationEvent) -> str:
    return seams.words(event, view.handoffs.get(event.handoff or 0), view.team_names)


@register.filter
def host(url: str) -> str:
    """Where a link leads, shown before anyone follows it. Empty for what is no web address."""
    parts = urlsplit(url or "")
    return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
