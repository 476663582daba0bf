from django.urls import path

from . import documents, views, views_deliveries, views_endpoint
from .api import api

app_name = "bot_api"
urlpatterns = [
    path("api/v1/schemas/handoff.json", documents.handoff_schema, name="handoff_schema"),
    path("api/v1/", api.urls),
    path("api/docs", documents.docs, name="docs"),
    path("bots/", views.index, name="bots"),
    path("bots/<slug:slug>/", views.show, name="bot"),
    path("bots/<slug:slug>/keys/", views.create_key, name="create_key"),
    path("bots/<slug:slug>/keys/<int:pk>/revoke/", views.revoke_key, name="revoke_key"),
    path("bots/<slug:slug>/endpoint/", views_endpoint.save, name="endpoint"),
    path("bots/<slug:slug>/endpoint/disable/", views_endpoint.disable, name="disable_endpoint"),
    path("bots/<slug:slug>/endpoint/rotate/", views_endpoint.rotate, name="rotate_secret"),
    path("bots/<slug:slug>/endpoint/drop-old/", views_endpoint.drop_old, name="drop_old_secret"),
    path("bots/<slug:slug>/deliveries/", views_deliveries.index, name="deliveries"),
    path("bots/<slug:slug>/deliveries/<int:pk>/", views_deliveries.show, name="delivery"),
    path("bots/<slug:slug>/deliveries/<int:pk>/replay/", views_deliveries.replay, name="replay"),
]
