from django.urls import path

from . import documents
from .api import api

urlpatterns = [
    path("api/v1/schemas/handoff.json", documents.handoff_schema, name="handoff_schema"),
    path("api/v1/", api.urls),
    path("api/docs", documents.docs, name="docs"),
]
app_name = "bot_api"
