"""The parts of a conversation's page, and which events repaint them.

A part is `templates/workspace/_NAME.html` with the root id `NAME-<conversation pk>`. What a person types in is
never inside one.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .items import DELIVERIES, SEAMS, TURNS, Item
from .view import ConversationView

if TYPE_CHECKING:
    from .inbox import InboxView, Queue

MOVES = frozenset(SEAMS)
BRIEF = frozenset({"brief.written", "brief.failed"})
SAID = frozenset({"messages.received", "reply.sent"})

# part: the kinds of event that repaint it
PARTS: dict[str, frozenset[str]] = {
    "header": MOVES | SAID,
    "why": MOVES | BRIEF | {"intent.corrected"},
    "summary": BRIEF | {"handoff.queued"},
    "action": BRIEF | {"action.decided"},
    "sources": BRIEF,
    "facts": BRIEF | {"intent.corrected"},
    "attempts": BRIEF,
    "customer": BRIEF | {"handoff.queued", "conversation.outcome"},
    "offer": BRIEF | SAID | MOVES | {"draft.written", "draft.discarded"},
    "handback": MOVES,
    "rate": MOVES | {"handoff.rated"},
}
PRESENCE = "presence"
EVERY_PART = (*PARTS, PRESENCE)
TRANSCRIPT = TURNS | MOVES | frozenset(DELIVERIES)


def parts_of(kinds: Iterable[str]) -> list[str]:
    """The parts that events of these kinds repaint, in page order."""
    kinds = set(kinds)
    return [part for part, repainted_by in PARTS.items() if kinds & repainted_by]


def render(view: ConversationView, names: Iterable[str]) -> SafeString:
    """The named parts, each told where it belongs. Focus and typed text outside them stay as they are."""
    return _joined(
        _partial(f"#{name}-{view.pk}", "outerMorph", _template(f"_{name}.html", view=view)) for name in names
    )


def render_transcript(view: ConversationView) -> SafeString:
    """The whole tail of the transcript."""
    return _partial(f"#transcript-{view.pk}", "outerMorph", _template("_transcript.html", view=view))


def render_items(view: ConversationView, items: list[Item]) -> SafeString:
    """New lines, added at the transcript's end; a line that is there already is changed in place."""
    lines = _joined(render_to_string(item.template, {"view": view, "item": item}) for item in items)
    # Lines carry their order in data-at, so one that comes late still goes to its place.
    return _partial(f"#transcript-{view.pk}", "upsert key:data-at sort:asc", lines) if items else SafeString("")


def render_one(view: ConversationView, name: str, **context) -> SafeString:
    """A part that depends on what was just asked, not only on the conversation. `place`: where it stands twice."""
    return _partial(
        f"#{context.get('place', name)}-{view.pk}", "outerMorph", _template(f"_{name}.html", view=view, **context)
    )


def render_notice(text: str, level: str = "info") -> SafeString:
    """Short words at the foot of the page. Levels: info, good, warning, error."""
    return _partial("#notices", "beforeend", _template("_notice.html", text=text, level=level))


def render_mine(inbox: "InboxView") -> SafeString:
    """The agent's own list."""
    return _partial(f"#mine-{inbox.agent.pk}", "outerMorph", render_part("mine", inbox=inbox))


def render_queue(queue: "Queue") -> SafeString:
    return _partial(f"#queue-{queue.team.pk}", "outerMorph", queue.html)


def render_part(name: str, **context) -> SafeString:
    """The part alone, as it stands in the page."""
    return _template(f"_{name}.html", **context)


def _template(name: str, **context) -> SafeString:
    return render_to_string(f"workspace/{name}", context)


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _partial(target: str, swap: str, html: SafeString) -> SafeString:
    return format_html('<hx-partial hx-target="{}" hx-swap="{}">{}</hx-partial>', target, swap, html)
