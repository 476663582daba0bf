"""What a bot's call passes on its way in, beside what pages pass too."""

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponseBase
from django.middleware.security import SecurityMiddleware

from .problems import Problem


class Security(SecurityMiddleware):
    """Django's, which sends plain http to https of the same name; a name that is not ours is refused by name."""

    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:  # type: ignore[override]
        try:
            return super().process_request(request)
        except DisallowedHost:
            named = request.headers.get("Host", "")[:200]
            detail = f"The Host header says {named!r}, which is no name of this console: its ALLOWED_HOSTS has others."
            return Problem(400, "unknown_host", detail).response()
