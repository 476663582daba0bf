"""What was pushed to a bot."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.conversations.models import Bot
from apps.people.requests import agent_of

from . import deliveries, queries
from .access import keepers_only
from .forms import DeliveryFilter
from .problems import Problem


@require_GET
@keepers_only
def index(request: HttpRequest, bot: Bot) -> HttpResponse:
    form = DeliveryFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    found = deliveries.deliveries_of(bot).filter(**{name: value for name, value in asked.items() if value})
    page = Paginator(found, deliveries.PAGE).get_page(request.GET.get("page"))
    return render(request, "bot_api/deliveries.html", {"bot": bot, "form": form, "page": page})


@require_GET
@keepers_only
def show(request: HttpRequest, bot: Bot, pk: int) -> HttpResponse:
    delivery = deliveries.deliveries_of(bot).get(pk=pk)
    about = {"event": queries.event_of(delivery), "attempts": queries.attempts_of(delivery)}
    return render(request, "bot_api/delivery.html", {"bot": bot, "delivery": delivery, **about})


@require_POST
@keepers_only
def replay(request: HttpRequest, bot: Bot, pk: int) -> HttpResponse:
    delivery = deliveries.deliveries_of(bot).get(pk=pk)
    try:
        deliveries.replay(bot, delivery, by=agent_of(request))
    except Problem:
        messages.error(request, _("Still on its way, or erased: there is nothing to send again."))
    else:
        messages.success(request, _("It is sent once more."))
    return redirect("bot_api:delivery", bot.slug, pk)
