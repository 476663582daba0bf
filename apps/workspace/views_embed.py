"""The right column alone, to stand beside another desk's own thread.

Only pages of `settings.EMBED_ORIGINS` may frame it; it is the one thing of ours that may be framed at all.
"""

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from apps.conversations.models import Conversation
from apps.conversations.queries import conversation_for, conversations_of
from apps.people.models import Agent

from .view import ConversationView


@require_GET
@xframe_options_exempt
def embed(request: HttpRequest, pk: int) -> HttpResponse:
    return _column(request, lambda agent: conversation_for(agent, pk))


@require_GET
@xframe_options_exempt
def embed_by_reference(request: HttpRequest, bot: str, reference: str) -> HttpResponse:
    """For a desk that knows only the bot's own name for the conversation."""
    return _column(request, lambda agent: _by_reference(agent, bot, reference))


def _by_reference(agent: Agent, bot: str, reference: str) -> Conversation:
    return conversation_for(agent, conversations_of(agent).get(bot__slug=bot, reference=reference).pk)


def _column(request: HttpRequest, find) -> HttpResponse:
    if not isinstance(request.user, Agent):
        # The sign-in page may not be framed, so a redirect would show nothing at all.
        return _framed(render(request, "workspace/embed_signed_out.html", status=401))
    try:
        conversation = find(request.user)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    view = ConversationView(request.user, conversation, embedded=True)
    return _framed(render(request, "workspace/embed.html", {"view": view}))


def _framed(response: HttpResponse) -> HttpResponse:
    if settings.EMBED_ORIGINS:
        response._csp_replace = {"frame-ancestors": list(settings.EMBED_ORIGINS)}  # type: ignore[attr-defined]
    return response
