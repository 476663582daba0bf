"""Who may look after bots: admins, for a key opens every team's conversations. For anyone else there are no pages."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse

from apps.conversations.models import Bot
from apps.people.models import Agent


def keepers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the bot in place of its slug. Missing and not-yours are the same 404."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, slug: str = "", **found) -> HttpResponse:
        if not me(request).is_admin:
            raise Http404
        try:
            return view(request, Bot.objects.get(slug=slug), **found) if slug else view(request, **found)
        except ObjectDoesNotExist:
            raise Http404 from None

    return guarded


def me(request: HttpRequest) -> Agent:
    assert isinstance(request.user, Agent)
    return request.user
