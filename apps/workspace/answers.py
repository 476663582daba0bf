"""What a click is answered with: the parts it changed, and a notice when there is something to say.

A lost race is no fault: its answer is the present, and who has the chat now. It is a 409 all the same, so that the page
keeps what was typed for what did not happen.
"""

from collections.abc import Callable, Iterable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.conversations.models import Conversation, Holder
from apps.conversations.queries import conversation_for
from apps.conversations.refusals import NotHolder
from apps.handoffs.operations import TooLate
from apps.people.models import Agent
from apps.people.requests import agent_of

from . import parts
from .view import ConversationView

MOVED = ("header", "handback", "offer", "rate")  # parts that a change of holder changes


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Pages lead to the way in; a click or a poll gets 401, so that what was typed stays on the screen."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if isinstance(request.user, Agent):
            return view(request, *args, **kwargs)
        if "HX-Request" in request.headers:
            return HttpResponse(status=401)
        return redirect(f"{resolve_url('account_login')}?next={request.get_full_path()}")

    return guarded


def found(find: Callable[[Agent, int], object], request: HttpRequest, pk: int):
    """What `find` gives this agent; missing and not-theirs are the same 404."""
    try:
        return find(agent_of(request), pk)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing


def painted(request: HttpRequest, pk: int, names: Iterable[str], notice: str = "", **about) -> HttpResponse:
    """The named parts as they are now. A conversation that is no longer theirs has none, only the notice."""
    html = parts.render_notice(notice, **about) if notice else ""
    try:
        return HttpResponse(_parts(request, pk, names) + html)
    except Conversation.DoesNotExist:
        return HttpResponse(html)


def refused(
    request: HttpRequest, pk: int, names: Iterable[str], why: str, *, status: int = 409, level: str = "warning"
) -> HttpResponse:
    """It was not done: the named parts as they are now, and why."""
    answer = painted(request, pk, names, why, level=level)
    answer.status_code = status
    answer["X-Notice"] = "1"  # nobody else needs to say so: trouble.js
    return answer


def _parts(request: HttpRequest, pk: int, names: Iterable[str]) -> str:
    agent = agent_of(request)
    return parts.render(ConversationView(agent, conversation_for(agent, pk)), names)


def moved(request: HttpRequest, pk: int, verb: Callable[[], object], done: str = "") -> HttpResponse:
    """Do `verb`, which moves a handoff, and paint what has changed, whoever won. Gone elsewhere: back to the inbox."""
    try:
        verb()
    except TooLate as late:
        return refused(request, pk, MOVED, who_has_it(late.handoff.conversation))
    except NotHolder as late:
        return refused(request, pk, MOVED, who_has_it(late.conversation))
    try:
        return HttpResponse(_parts(request, pk, MOVED) + (parts.render_notice(done, level="good") if done else ""))
    except Conversation.DoesNotExist:  # moved out of their own sight: that is no trouble, it is done
        messages.success(request, done)
        return HttpResponse(headers={"HX-Redirect": reverse("workspace:index")})


def who_has_it(conversation: Conversation) -> str:
    conversation.refresh_from_db()
    if conversation.holder == Holder.AGENT and conversation.holder_agent:
        return _("%(agent)s has this chat now.") % {"agent": conversation.holder_agent}
    if conversation.holder == Holder.BOT:
        return _("The bot has this chat now.")
    if conversation.holder == Holder.OFFERED:
        return _("This chat is on its way back to the bot.")
    return _("This chat is waiting in the queue again.")
