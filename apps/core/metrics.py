"""Figures for Prometheus, of this process. GET /metrics with `Authorization: Bearer <METRICS_TOKEN>`."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest


def metrics(request: HttpRequest) -> HttpResponse:
    """Without a token in the settings there is no such page, except in the demo."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN:
        if not constant_time_compare(given, settings.METRICS_TOKEN):
            return HttpResponse("token", status=401, headers={"WWW-Authenticate": "Bearer"}, content_type="text/plain")
    elif not settings.DEMO:
        raise Http404
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
