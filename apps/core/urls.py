from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path

from . import health, metrics


def icon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it wherever a page names none."""
    return redirect(static("favicon.svg"))


urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("favicon.ico", icon, name="icon"),
]
