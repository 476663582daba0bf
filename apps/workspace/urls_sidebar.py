"""Addresses of the right column; `urls.py` takes them in."""

from django.urls import path

from . import views_embed as embedded
from . import views_sidebar as views

urlpatterns = [
    path("handoffs/<int:pk>/hand-back/", views.hand_back, name="hand_back"),
    path("handbacks/<int:pk>/take-back/", views.take_back, name="take_back"),
    path("handoffs/<int:pk>/rate/", views.rate, name="rate"),
    path("c/<int:pk>/action/<int:action>/", views.decide, name="decide"),
    path("c/<int:pk>/intent/", views.intent, name="intent"),
    path("c/<int:pk>/history/<int:other>/", views.past, name="past"),
    path("embed/c/<int:pk>/", embedded.embed, name="embed"),
    path("embed/<slug:bot>/<path:reference>/", embedded.embed_by_reference, name="embed_by_reference"),
]
