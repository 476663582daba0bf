"""What a bot builder reads: the documentation page, and the payload's JSON Schema."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .api import api
from .reference import reference
from .schemas import SCHEMA_VERSION, Handoff


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    told = {"reference": reference(api.get_openapi_schema()), "base_url": request.build_absolute_uri("/").rstrip("/")}
    return render(request, "bot_api/docs.html", told)


@require_safe
def handoff_schema(request: HttpRequest) -> JsonResponse:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": request.build_absolute_uri(request.path),
        "version": SCHEMA_VERSION,
        **Handoff.model_json_schema(),
    }
    return JsonResponse(schema, content_type="application/schema+json")
