"""Addresses: each door has its own; nothing is decided here."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("apps.core.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
