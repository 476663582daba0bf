"""Bots and their keys."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.conversations import bots
from apps.conversations.models import Bot
from apps.people.requests import agent_of

from . import operations, queries
from .access import keepers_only
from .forms import BotSettings, EndpointForm, NewBot


@require_http_methods(["GET", "POST"])
@keepers_only
def index(request: HttpRequest) -> HttpResponse:
    form = NewBot(request.POST or None)
    if form.is_valid():
        bot = bots.create_bot(form.cleaned_data["slug"], name=form.cleaned_data["name"], by=agent_of(request))
        return redirect("bot_api:bot", bot.slug)
    told = {"bots": queries.bots_with_their_state(), "form": form}
    return render(request, "bot_api/index.html", told, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@keepers_only
def show(request: HttpRequest, bot: Bot) -> HttpResponse:
    form = BotSettings(request.POST or None, instance=bot)
    if form.is_bound and form.is_valid():
        bots.change_bot(bot, by=agent_of(request), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("bot_api:bot", bot.slug)
    return page(request, bot, form=form)


@require_POST
@never_cache
@keepers_only
def create_key(request: HttpRequest, bot: Bot) -> HttpResponse:
    try:
        _key, text = operations.create_key(bot, by=agent_of(request))
    except operations.TooManyKeys:
        messages.error(request, _("Two keys are active. Revoke one first."))
        return redirect("bot_api:bot", bot.slug)
    return page(request, bot, new_key=text)


@require_POST
@keepers_only
def revoke_key(request: HttpRequest, bot: Bot, pk: int) -> HttpResponse:
    key = bot.keys.get(pk=pk)
    operations.revoke_key(key, by=agent_of(request))
    messages.success(request, _("The key %(key)s opens nothing any more.") % {"key": key})
    return redirect("bot_api:bot", bot.slug)


def page(request: HttpRequest, bot: Bot, **more) -> HttpResponse:
    """The bot's page; `more` may hold a form with errors, or a key or secret to show this once."""
    endpoint = queries.endpoint_of(bot)
    about = {
        "bot": bot,
        "keys": bot.keys.select_related("created_by"),
        "may_have_more_keys": operations.may_have_more_keys(bot),
        "form": BotSettings(instance=bot),
        "endpoint": endpoint,
        "endpoint_form": EndpointForm(initial={"url": endpoint.url if endpoint else ""}),
        "counts": queries.delivery_counts(bot),
        "base_url": request.build_absolute_uri("/").rstrip("/"),
    }
    refused = any(getattr(told, "errors", None) for told in more.values())
    return render(request, "bot_api/show.html", {**about, **more}, status=422 if refused else 200)
