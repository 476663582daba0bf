"""A bot's webhook endpoint and its secrets."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from apps.conversations.models import Bot
from apps.people.requests import agent_of

from . import operations, queries
from .access import keepers_only
from .forms import EndpointForm
from .views import page


@require_POST
@never_cache
@keepers_only
def save(request: HttpRequest, bot: Bot) -> HttpResponse:
    form = EndpointForm(request.POST)
    if not form.is_valid():
        return page(request, bot, endpoint_form=form)
    is_new = queries.endpoint_of(bot) is None
    endpoint = operations.set_endpoint(bot, form.cleaned_data["url"], by=agent_of(request))
    messages.success(request, _("Events are pushed there from now on."))
    return page(request, bot, new_secret=endpoint.secrets[0]) if is_new else redirect("bot_api:bot", bot.slug)


@require_POST
@keepers_only
def disable(request: HttpRequest, bot: Bot) -> HttpResponse:
    because = _("Switched off by %(name)s.") % {"name": agent_of(request).name}
    operations.disable_endpoint(bot.endpoint, because, by=agent_of(request))
    return redirect("bot_api:bot", bot.slug)


@require_POST
@never_cache
@keepers_only
def rotate(request: HttpRequest, bot: Bot) -> HttpResponse:
    try:
        secret = operations.rotate_secret(bot.endpoint, by=agent_of(request))
    except operations.TooManySecrets:
        messages.error(request, _("Two secrets sign already. Drop the old one first."))
        return redirect("bot_api:bot", bot.slug)
    return page(request, bot, new_secret=secret)


@require_POST
@keepers_only
def drop_old(request: HttpRequest, bot: Bot) -> HttpResponse:
    operations.drop_old_secret(bot.endpoint, by=agent_of(request))
    messages.success(request, _("The old secret signs no more."))
    return redirect("bot_api:bot", bot.slug)
