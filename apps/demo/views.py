"""The demo's pages. Where DEMO is off, none of them exists."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from apps.people.models import Agent

from . import api, content, kept, visits

View = Callable[..., HttpResponse]
BACKEND = "django.contrib.auth.backends.ModelBackend"


def demo_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_POST
@demo_only
def sign_in(request: HttpRequest) -> HttpResponse:
    """In with one click, as the account the sign-in page offers for this role."""
    offered = {agent["role"]: agent["email"] for agent in content.agents() if agent.get("sign_in")}
    email = offered.get(request.POST.get("role", ""), "")
    login(request, get_object_or_404(Agent, email=email, is_active=True), backend=BACKEND)
    there = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(there, allowed_hosts={request.get_host()})
    return redirect(there if is_ours else settings.LOGIN_REDIRECT_URL)


@require_GET
@demo_only
def customer(request: HttpRequest) -> HttpResponse:
    visit = kept.visit(request) or visits.begin()
    return kept.keep(request, visit, render(request, "demo/customer/index.html", _shown(visit)))


@require_POST
@demo_only
def say(request: HttpRequest) -> HttpResponse:
    visit = kept.visit(request) or visits.begin()
    if text := request.POST.get("text", "").strip()[: visits.LONGEST]:
        with api.trouble_noted(visit), api.visitors() as client:
            visits.speak(visit, text, client)
    return kept.keep(request, visit, render(request, "demo/customer/turn.html", _shown(visit)))


@require_GET
@demo_only
def lines(request: HttpRequest) -> HttpResponse:
    """What is new since; 204 leaves the page as it is."""
    visit = kept.visit(request)
    if visit is None:
        return HttpResponse(status=204)
    cursor, is_new = visit.cursor, False
    with api.trouble_noted(visit), api.visitors() as client:
        is_new = visits.listen(visit, client)
    answer = render(request, "demo/customer/turn.html", _shown(visit)) if is_new else HttpResponse(status=204)
    # Also when nothing was for us: the next time begins where this one ended.
    return kept.keep(request, visit, answer) if visit.cursor != cursor else answer


@require_POST
@demo_only
def restart(request: HttpRequest) -> HttpResponse:
    if old := kept.visit(request):
        with api.trouble_noted(old), api.visitors() as client:
            visits.leave(old, client)
    return kept.keep(request, visits.begin(), redirect("demo:customer"))


def _shown(visit: visits.Visit) -> dict[str, Any]:
    return {"visit": visit, "orders": content.company()["orders"], "openers": visits.openers(visit)}
