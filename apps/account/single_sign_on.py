"""The way to the company's OpenID provider and back, around allauth's views: every failure ends on the sign-in page."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

import structlog
from allauth.socialaccount.providers.openid_connect import views
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from requests import RequestException

log = structlog.get_logger()
View = Callable[[HttpRequest, str], HttpResponse]


def back(request: HttpRequest, words: str) -> HttpResponse:
    """To the sign-in page, which says why."""
    messages.error(request, words)
    return redirect("account_login")


def trouble_said(view: View) -> View:
    """A provider that is away, or answers what is not OpenID, is a sentence."""

    @wraps(view)
    def said(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except (RequestException, KeyError) as error:
            log.warning("sign_in.provider_failed", error=repr(error))
            return back(request, _("Single sign-on does not answer. Try again in a minute, or use your password."))

    return said


@trouble_said
def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    """A page that goes on by itself, where allauth redirects.

    Browsers hold the redirects of a form to our form-action, and through whose hands a provider passes people on
    from there is its own affair.
    """
    answer = views.login(request, provider_id)
    if answer.status_code == 302 and urlsplit(answer["Location"]).netloc:
        return render(request, "account/leave.html", {"address": answer["Location"]})
    return answer


arrive = trouble_said(views.callback)
