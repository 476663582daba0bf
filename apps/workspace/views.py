"""Pages of the workspace, and what they fetch as they are used. Clicks that change something stand in
`views_handoff.py` and `views_reply.py`, those of the right column in `views_sidebar.py`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from apps.assist import operations as assist
from apps.conversations import operations as conversations
from apps.conversations.queries import conversation_for
from apps.core.rows import ahead, answer
from apps.people import operations as people
from apps.people.models import Agent
from apps.people.requests import agent_of

from . import parts
from .answers import found, signed_in
from .inbox import InboxView
from .search import search
from .view import TAIL, ConversationView


@require_GET
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "workspace/index.html", {"inbox": InboxView(agent_of(request))})


@require_GET
@signed_in
def show(request: HttpRequest, pk: int) -> HttpResponse:
    conversation = found(conversation_for, request, pk)
    people.audit(agent_of(request), "saw", conversation)
    view, inbox = ConversationView(agent_of(request), conversation), InboxView(agent_of(request), current=pk)
    ahead(*view.for_all_parts, *inbox.for_all_parts)
    return render(request, "workspace/show.html", {"view": view, "inbox": inbox})


@require_GET
@signed_in
def earlier(request: HttpRequest, pk: int) -> HttpResponse:
    """The turns before those on the page."""
    view = ConversationView(agent_of(request), found(conversation_for, request, pk))
    before = _number(request.GET.get("before")) or 1
    view.items = answer(view.items_before(before))
    return render(request, "workspace/earlier.html", {"view": view})


@require_GET
@signed_in
def turn(request: HttpRequest, pk: int) -> HttpResponse:
    """One turn that the page does not hold, between its neighbours."""
    conversation, asked = found(conversation_for, request, pk), _number(request.GET.get("position"))
    count = conversation.message_count
    around = conversation.messages.filter(position__range=(asked - 1, asked + 1)).select_related("author")
    turns = around.order_by("position") if 0 < asked <= count else ()
    context = {"pk": pk, "asked": asked, "turns": turns, "on_its_page": count - TAIL < asked}
    return render(request, "workspace/turn.html", context)


@require_GET
@signed_in
def colleagues(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Whom the chat can be given to, or a note can name: fetched when the dialog opens."""
    view = ConversationView(agent_of(request), found(conversation_for, request, pk))
    return render(request, f"workspace/{what}.html", {"view": view})


@require_GET
@signed_in
def show_parts(request: HttpRequest, pk: int) -> HttpResponse:
    """What the socket would paint, for where websockets are blocked."""
    embedded = "embedded" in request.GET
    view = ConversationView(agent_of(request), found(conversation_for, request, pk), embedded=embedded)
    html = parts.render_transcript(view) + parts.render(view, parts.EVERY_PART)
    return HttpResponse(html if embedded else html + _inbox_parts(InboxView(view.agent, current=pk)))


@require_GET
@signed_in
def inbox_parts(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_inbox_parts(InboxView(agent_of(request))))


@require_GET
@signed_in
def find(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "").replace("\0", "").strip()[:200]
    rows = search(agent_of(request), asked)
    template = "results.html" if "HX-Request" in request.headers else "find.html"
    return render(request, f"workspace/{template}", {"asked": asked, "rows": rows})


@require_POST
@signed_in
def read(request: HttpRequest, pk: int) -> HttpResponse:
    conversation = found(conversation_for, request, pk)
    position = min(_number(request.POST.get("position")), conversation.message_count)
    conversations.mark_read(conversation, agent=agent_of(request), position=position)
    assist.note_read(conversation, agent_of(request))
    return HttpResponse(status=204)


@require_POST
@signed_in
def status(request: HttpRequest) -> HttpResponse:
    agent, chosen = agent_of(request), request.POST.get("status", "")
    if chosen not in Agent.Status.values:
        return HttpResponse(status=400)
    people.set_status(agent, chosen)
    return HttpResponse(_inbox_parts(InboxView(agent)))


def _inbox_parts(inbox: InboxView) -> str:
    return parts.render_mine(inbox) + "".join(map(parts.render_queue, inbox.queues))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
