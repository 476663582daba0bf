"""Clicks in the right column, and what opens beside it.

Each finds its object through the agent (missing and not-yours are the same 404), calls one verb, and answers with
the parts that changed.
"""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.assist import operations as assist
from apps.assist.handback import compose_handback
from apps.conversations import operations as conversations
from apps.conversations.models import Intent
from apps.conversations.queries import conversation_for
from apps.feedback import operations as feedback
from apps.feedback.queries import handoff_to_rate, rating_of
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback
from apps.handoffs.queries import handoff_for
from apps.people import operations as people
from apps.people.models import Agent
from apps.people.requests import agent_of

from .answers import found, moved, painted, refused, signed_in
from .forms import HandbackForm, RatingForm
from .view import ConversationView


@signed_in
@require_http_methods(["GET", "POST"])
def hand_back(request: HttpRequest, pk: int) -> HttpResponse:
    """One click sends the composed brief; GET shows it for editing, and that form sends what it then says."""
    handoff, agent = found(handoff_for, request, pk), agent_of(request)
    if request.method == "GET" and not handoff.is_held_by(agent):
        raise Http404
    composed = compose_handback(handoff.conversation, handoff.opened_at_position)
    if request.method == "GET":
        known = {"view": ConversationView(agent, handoff.conversation), "form": HandbackForm(initial=composed)}
        return render(request, "workspace/handback_editor.html", known)
    form = HandbackForm(request.POST) if "edited" in request.POST else None
    if form and not form.is_valid():
        why = _("A field of the brief is longer than 4,000 characters.")
        return refused(request, handoff.conversation_id, (), why, status=422)
    brief = form.cleaned_data if form else composed
    offer = partial(handoffs.hand_back, handoff, agent=agent, brief=brief, edited=brief != composed)
    return moved(request, handoff.conversation_id, offer)


@signed_in
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Before the bot has answered its offer is withdrawn; afterwards the agent takes over again."""
    handback = found(_handback_for, request, pk)
    accepted = handback.state == Handback.State.ACCEPTED
    verb = handoffs.take_over if accepted else handoffs.take_back
    return moved(request, handback.handoff.conversation_id, partial(verb, handback, agent=agent_of(request)))


@signed_in
@require_POST
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """One press, one field; the rest of the rating stays."""
    handoff, agent = found(handoff_to_rate, request, pk), agent_of(request)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return refused(request, handoff.conversation_id, ["rate"], _("That is no rating."), status=422)
    feedback.rate(handoff, agent, **form.said(rating_of(handoff, agent)))
    return painted(request, handoff.conversation_id, ["rate"])


@signed_in
@require_POST
def decide(request: HttpRequest, pk: int, action: int) -> HttpResponse:
    """The next action is done, not right, or neither after all."""
    conversation = found(conversation_for, request, pk)
    proposed = conversation.actions.filter(pk=action).first()
    state = request.POST.get("state", "")
    if proposed is None or state not in proposed.State.values:
        raise Http404
    assist.decide_action(proposed, agent_of(request), state)
    return painted(request, pk, ["action"])


@signed_in
@require_POST
def intent(request: HttpRequest, pk: int) -> HttpResponse:
    """The agent says what the customer really wants."""
    conversation = found(conversation_for, request, pk)
    chosen = Intent.objects.filter(slug=request.POST.get("intent", "")).first()
    if chosen is None:
        return refused(request, pk, ["why"], _("Choose one of the intents."), status=422)
    conversations.correct_intent(conversation, agent=agent_of(request), intent=chosen.slug)
    return painted(request, pk, ["why", "facts"])


@signed_in
@require_GET
def past(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """An old conversation of the same customer, beside this one."""
    conversation, old = found(conversation_for, request, pk), found(conversation_for, request, other)
    if old.customer_id != conversation.customer_id:
        raise Http404
    people.audit(agent_of(request), "saw", old)
    return render(request, "workspace/past.html", {"past": ConversationView(agent_of(request), old)})


def _handback_for(agent: Agent, pk: int) -> Handback:
    """An offer to the bot, of a handoff this agent may see. Raises DoesNotExist."""
    handback = Handback.objects.select_related("handoff__conversation__bot", "agent").get(pk=pk)
    handoff_for(agent, handback.handoff_id)
    return handback
