from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

from apps.people.speaking import speaking_to

BROWSER_ZONE = "zone"  # the cookie by which static/js/zone.js tells it


@sync_and_async_middleware
def speak_to_the_agent(get_response):
    """Answer in the agent's language and time zone. Without a session cookie (bots) nobody is looked up."""
    if iscoroutinefunction(get_response):

        async def middleware(request: HttpRequest) -> HttpResponse:
            agent = await request.auser() if _has_session(request) else None
            if agent is None or not agent.is_authenticated:
                return await get_response(request)
            with speaking_to(agent, request.COOKIES.get(BROWSER_ZONE, "")):
                return await get_response(request)

    else:

        def middleware(request: HttpRequest) -> HttpResponse:  # type: ignore[misc]
            if not _has_session(request) or not request.user.is_authenticated:
                return get_response(request)
            with speaking_to(request.user, request.COOKIES.get(BROWSER_ZONE, "")):
                return get_response(request)

    return middleware


def _has_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES
