from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.conversations.models import ConversationEvent
from apps.people.models import Agent

from .. import seams, wording
from ..view import ConversationView

register = template.Library()
register.filter(wording.channel)
register.filter(wording.outcome)


@register.simple_tag
def seam_words(view: ConversationView, event: ConversationEvent) -> str:
    return seams.words(event, view.handoffs.get(event.handoff or 0), view.team_names)


@register.simple_tag
def clock(at: datetime) -> SafeString:
    """The hour and minute: of the day itself a seam or the page's own times say more."""
    local = timezone.localtime(at)
    return format_html('<time datetime="{}" data-show="clock">{}</time>', local.isoformat(), f"{local:%H:%M}")


@register.simple_tag
def key_of(agent: Agent, command: str, usual: str) -> str:
    """The key this agent has chosen for a command; empty when it has none."""
    liked = agent.preferences
    return "" if liked.get("shortcuts_off") else liked.get("shortcuts", {}).get(command, usual)


@register.simple_tag
def key(agent: Agent, command: str, usual: str) -> SafeString:
    """The same as it stands on a button."""
    chosen = key_of(agent, command, usual)
    return format_html(' <kbd aria-hidden="true">{}</kbd>', chosen) if chosen else SafeString("")


@register.filter
def host(url: str) -> str:
    """Where a link leads, shown before anyone follows it. Empty for what is no web address."""
    parts = wording.address(url)
    return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
