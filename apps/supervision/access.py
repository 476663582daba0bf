"""Who comes in: supervisors for their teams, admins for all. To agents the door is not there."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponseBase

from apps.people.models import Agent


def supervisors_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Signed out: sign in. An agent, a thing that is not there, and a thing of another team: the same 404."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if not me(request).supervises:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist as missing:
            raise Http404 from missing

    return guarded


def me(request: HttpRequest) -> Agent:
    assert isinstance(request.user, Agent)
    return request.user
