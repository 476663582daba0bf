"""Who may look after bots: admins, for a key opens every team's conversations. For anyone else there are no pages."""

from functools import wraps

from django.http import HttpRequest, HttpResponseBase

from apps.conversations.models import Bot
from apps.people.requests import View, for_admins


def keepers_only(view: View) -> View:
    """Gives the view the bot in place of its slug."""

    @for_admins
    @wraps(view)
    def guarded(request: HttpRequest, slug: str = "", **found) -> HttpResponseBase:
        return view(request, Bot.objects.get(slug=slug), **found) if slug else view(request, **found)

    return guarded
