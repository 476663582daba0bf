"""Who may come in by a page. For whoever may not, the page is not there."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponseBase

from .models import Agent

View = Callable[..., HttpResponseBase]


def agent_of(request: HttpRequest) -> Agent:
    """Whose request it is, once they were let in."""
    assert isinstance(request.user, Agent)
    return request.user


class SignedIn(HttpRequest):
    """A request that `login_required`, or one of the below, has let in."""

    user: Agent


def _only(may: Callable[[Agent], bool]) -> Callable[[View], View]:
    """Signed out: sign in. Who may not, a thing that is not there, and a thing of another team: the same 404."""

    def guard(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: SignedIn, *args, **kwargs) -> HttpResponseBase:
            if not may(request.user):
                raise Http404
            try:
                return view(request, *args, **kwargs)
            except ObjectDoesNotExist as missing:
                raise Http404 from missing

        return guarded

    return guard


for_admins = _only(lambda agent: agent.is_admin)
for_supervisors = _only(lambda agent: agent.supervises)
