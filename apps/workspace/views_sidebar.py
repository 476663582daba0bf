"""Clicks in the right column, and what opens beside it.

Each finds its object through the agent (missing and not-yours are the same 404), calls one verb, and answers with
the parts that changed.
"""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.assist import operations as assist
from apps.assist.handback import compose_handback
from apps.conversations import operations as conversations
from apps.conversations.models import Conversation, Intent
from apps.conversations.queries import conversation_for
from apps.feedback import operations as feedback
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback
from apps.handoffs.queries import handoff_for
from apps.people.models import Agent

from . import parts
from .forms import HandbackForm, RatingForm
from .view import ConversationView

RETURNING = ("header", "offer", "handback", "rate")  # what a handback and its end change


@login_required
@require_http_methods(["GET", "POST"])
def hand_back(request: HttpRequest, pk: int) -> HttpResponse:
    """One click sends the composed brief; GET shows it for editing, and that form sends what it then says."""
    handoff = _found(handoff_for, request, pk)
    composed = compose_handback(handoff.conversation, handoff.opened_at_position)
    if request.method == "GET":
        view = ConversationView(_agent(request), handoff.conversation)
        form = HandbackForm(initial=composed)
        return render(request, "workspace/handback_editor.html", {"view": view, "form": form})
    form = HandbackForm(request.POST) if "edited" in request.POST else None
    if form and not form.is_valid():
        return _painted(request, handoff.conversation, [], _("A point of the brief is longer than 4,000 characters."))
    brief = form.cleaned_data if form else composed
    try:
        handoffs.hand_back(handoff, agent=_agent(request), brief=brief, edited=brief != composed)
    except handoffs.TooLate as late:
        return _painted(request, handoff.conversation, RETURNING, _who_has_it(late))
    return _painted(request, handoff.conversation, RETURNING)


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    handback = _found(_handback_for, request, pk)
    conversation = handback.handoff.conversation
    try:
        handoffs.take_back(handback, agent=_agent(request))
    except handoffs.TooLate as late:
        return _painted(request, conversation, RETURNING, _who_has_it(late))
    return _painted(request, conversation, RETURNING)


@login_required
@require_POST
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """One press, one field; the rest of the rating stays."""
    handoff = _found(handoff_for, request, pk)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    before = ConversationView(_agent(request), handoff.conversation).rating
    feedback.rate(handoff, _agent(request), **form.said(before))
    return _painted(request, handoff.conversation, ["rate"])


@login_required
@require_POST
def decide(request: HttpRequest, pk: int, action: int) -> HttpResponse:
    """The next action is done, not right, or neither after all."""
    conversation = _found(conversation_for, request, pk)
    proposed = conversation.actions.filter(pk=action).first()
    state = request.POST.get("state", "")
    if proposed is None or state not in proposed.State.values:
        raise Http404
    assist.decide_action(proposed, _agent(request), state)
    return _painted(request, conversation, ["action"])


@login_required
@require_POST
def intent(request: HttpRequest, pk: int) -> HttpResponse:
    """The agent says what the customer really wants."""
    conversation = _found(conversation_for, request, pk)
    chosen = Intent.objects.filter(slug=request.POST.get("intent", "")).first()
    if chosen is None:
        return _painted(request, conversation, ["why"], _("Choose one of the intents."))
    conversations.correct_intent(conversation, agent=_agent(request), intent=chosen.slug)
    return _painted(request, conversation, ["why", "facts"])


@login_required
@require_GET
def past(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """An old conversation of the same customer, beside this one."""
    conversation, old = _found(conversation_for, request, pk), _found(conversation_for, request, other)
    if old.customer_id != conversation.customer_id:
        raise Http404
    return render(request, "workspace/past.html", {"past": ConversationView(_agent(request), old)})


def _agent(request: HttpRequest) -> Agent:
    assert isinstance(request.user, Agent)
    return request.user


def _found(find, request: HttpRequest, pk: int):
    try:
        return find(_agent(request), pk)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing


def _handback_for(agent: Agent, pk: int) -> Handback:
    """An offer to the bot, of a handoff this agent may see. Raises DoesNotExist."""
    handback = Handback.objects.select_related("handoff__conversation__bot", "agent").get(pk=pk)
    handoff_for(agent, handback.handoff_id)
    return handback


def _painted(request: HttpRequest, conversation: Conversation, names: Iterable[str], notice: str = "") -> HttpResponse:
    """The named parts as they are now, with a word about it where there is one."""
    try:
        now = conversation_for(_agent(request), conversation.pk)
    except Conversation.DoesNotExist:  # it has gone to another team meanwhile
        return HttpResponse(status=204)
    html = parts.render(ConversationView(_agent(request), now), names)
    return HttpResponse(html + _notice(notice) if notice else html)


def _notice(text: str) -> SafeString:
    notice = '<div class="notice notice--warning"><p class="notice__text">{}</p></div>'
    return format_html(f'<hx-partial hx-target="#notices" hx-swap="beforeend">{notice}</hx-partial>', text)


def _who_has_it(late: handoffs.TooLate) -> str:
    handoff = late.handoff
    if handoff.is_open and handoff.agent:
        return _("%(agent)s has this chat.") % {"agent": handoff.agent}
    return _("Too late: %(state)s.") % {"state": handoff.get_state_display()}
