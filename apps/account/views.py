from allauth.account.views import password_reset
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.people import operations as people
from apps.people.models import Agent
from apps.people.requests import SignedIn

from . import setting_up
from .audited import names_of
from .forms import AuditFilter, OwnSettings

PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: SignedIn) -> HttpResponse:
    """My name, language, time zone, looks, sounds and keys."""
    form = OwnSettings(request.POST or None, instance=Agent.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        people.change_own_settings(Agent.objects.get(pk=request.user.pk), **form.chosen())
        messages.success(request, _("Saved."))
        return redirect("account:settings")
    return render(request, "account/settings.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def theme(request: SignedIn) -> HttpResponse:
    """System, light or dark; the page has switched already."""
    if request.POST.get("theme") not in Agent.Theme.values:
        return HttpResponse(status=400)
    people.change_own_settings(request.user, theme=request.POST["theme"])
    return HttpResponse(status=204)


@login_required
@require_safe
def audit(request: SignedIn) -> HttpResponse:
    """Who did what, newest first. For everyone but admins there is no such page."""
    if not request.user.is_admin:
        raise Http404
    form = AuditFilter(request.GET or None)
    page = Paginator(form.entries(), PAGE).get_page(request.GET.get("page"))
    names = names_of(page.object_list)
    for entry in page.object_list:
        entry.name = names.get(entry.subject, "")
    return render(request, "account/audit.html", {"form": form, "page": page})


@require_http_methods(["GET", "POST"])
def reset_password(request: HttpRequest) -> HttpResponseBase:
    """Where no mail is sent, none is promised."""
    if not setting_up.sends_mail():
        return render(request, "account/no_mail.html")
    return password_reset(request)
