"""The right column alone, to stand beside another desk's own thread.

Only pages of `settings.EMBED_ORIGINS` may frame it; it is the one thing of ours that may be framed at all.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from apps.assist import operations as assist
from apps.conversations.models import Conversation
from apps.conversations.queries import conversation_for, conversations_of
from apps.people import operations as people
from apps.people.models import Agent

from .answers import found
from .view import ConversationView


@require_GET
@xframe_options_exempt
def embed(request: HttpRequest, pk: int) -> HttpResponse:
    return _column(request, conversation_for, pk)


@require_GET
@xframe_options_exempt
def embed_by_reference(request: HttpRequest, bot: str, reference: str) -> HttpResponse:
    """For a desk that knows only the bot's own name for the conversation."""
    return _column(request, _by_reference, (bot, reference))


def _by_reference(agent: Agent, known: tuple[str, str]) -> Conversation:
    bot, reference = known
    return conversation_for(agent, conversations_of(agent).get(bot__slug=bot, reference=reference).pk)


def _column(request: HttpRequest, find: Callable, key) -> HttpResponse:
    if not isinstance(request.user, Agent):
        # The sign-in page may not be framed, so a redirect would show nothing at all.
        return _framed(render(request, "workspace/embed_signed_out.html", status=401))
    conversation = found(find, request, key)
    people.audit(request.user, "saw", conversation)
    view = ConversationView(request.user, conversation, embedded=True)
    page = render(request, "workspace/embed.html", {"view": view})
    assist.note_read(conversation, request.user)  # there is no transcript here to be read to its end
    return _framed(page)


def _framed(response: HttpResponse) -> HttpResponse:
    if settings.EMBED_ORIGINS:
        response._csp_replace = {"frame-ancestors": list(settings.EMBED_ORIGINS)}  # type: ignore[attr-defined]
    return response
