"""Clicks that move a handoff between people.

What stands in a dialog is addressed by its conversation: a page stays open longer than one handoff lasts.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handoff, State
from apps.handoffs.queries import handoff_for, latest_handoff_for
from apps.people.models import Agent, Team
from apps.people.requests import agent_of

from . import parts
from .answers import found, moved, refused, signed_in
from .inbox import InboxView
from .wording import ENDS

TRIES = 5  # others claim at the same time; the queue's head changes


@require_POST
@signed_in
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    handoff = found(handoff_for, request, pk)
    return moved(request, handoff.conversation_id, lambda: handoffs.claim(handoff, agent=agent_of(request)))


@require_POST
@signed_in
def claim_next(request: HttpRequest) -> HttpResponse:
    """Take the most urgent chat that waits for one of my teams, the longest waiting first."""
    agent = agent_of(request)
    for handoff in _waiting_for(agent):
        try:
            handoffs.claim(handoff, agent=agent)
        except handoffs.TooLate:
            continue
        return HttpResponse(headers={"HX-Redirect": reverse("workspace:show", args=[handoff.conversation_id])})
    return HttpResponse(parts.render_notice(_("Nobody is waiting.")))


@require_POST
@signed_in
def release(request: HttpRequest, pk: int) -> HttpResponse:
    handoff, agent = found(latest_handoff_for, request, pk), agent_of(request)
    note = request.POST.get("note", "")[:500]
    return moved(
        request,
        pk,
        lambda: handoffs.release(handoff, agent=agent, note=note),
        _("Back in the queue, at its old place."),
    )


@require_POST
@signed_in
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """`to` is `team:SLUG` or `agent:PK`."""
    handoff, agent = found(latest_handoff_for, request, pk), agent_of(request)
    kind, _colon, which = request.POST.get("to", "").partition(":")
    note = request.POST.get("note", "").strip()[:300]
    if kind == "team" and (team := Team.objects.filter(slug=which, is_active=True).first()):
        return moved(
            request,
            pk,
            lambda: handoffs.transfer_to_team(handoff, agent=agent, team=team, note=note),
            _("Transferred to %(team)s.") % {"team": team},
        )
    if kind == "agent" and (to := _colleague(handoff, agent, which)):
        return moved(
            request,
            pk,
            lambda: handoffs.transfer_to_agent(handoff, agent=agent, to=to, team=handoff.team, note=note),
            _("Transferred to %(agent)s.") % {"agent": to},
        )
    return refused(request, pk, (), _("Choose a team or a person."), status=422)


@require_POST
@signed_in
def close(request: HttpRequest, pk: int) -> HttpResponse:
    handoff, agent = found(latest_handoff_for, request, pk), agent_of(request)
    outcome, note = request.POST.get("outcome", ""), request.POST.get("note", "").strip()[:2000]
    if outcome not in ENDS:
        return refused(request, pk, (), _("Say how it ended."), status=422)
    return moved(
        request,
        pk,
        lambda: handoffs.close(handoff, agent=agent, outcome=outcome, note=note),
        _("Resolved."),
    )


def _waiting_for(agent: Agent) -> list[Handoff]:
    waiting = Handoff.objects.filter(team__in=[queue.team for queue in InboxView(agent).queues], state=State.WAITING)
    ordered = waiting.order_by("-urgency", "queued_at", "id")
    return list(ordered.select_related("conversation__bot", "team")[:TRIES])


def _colleague(handoff: Handoff, agent: Agent, which: str) -> Agent | None:
    """Someone of the same team; a chat for another team goes through its queue."""
    team = handoff.team.agents.filter(is_active=True).exclude(pk=agent.pk)
    return team.filter(pk=which).first() if which.isascii() and which.isdigit() and len(which) < 10 else None
