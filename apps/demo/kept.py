"""Where a visit is kept between requests: under a cookie of its own, beside the session.

The visitor signs in next door, in the same browser, as one person and then as another. Each time the session gets a
new key or is emptied, and a poll that was on its way with the old one would take the visit, or the sign-in, with it.
"""

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse

from .visits import Visit

COOKIE = "visit"


def visit(request: HttpRequest) -> Visit | None:
    told = SessionStore(request.COOKIES.get(COOKIE)).get("visit")
    return Visit(**told) if told else None


def keep(request: HttpRequest, visit: Visit, answer: HttpResponse) -> HttpResponse:
    store = SessionStore(request.COOKIES.get(COOKIE))
    store["visit"] = visit.as_dict()
    store.save()
    if store.session_key:
        answer.set_cookie(COOKIE, store.session_key, httponly=True, samesite="Lax", secure=settings.HTTPS)
    return answer
