from django.urls import path

from . import views

app_name = "account"
urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/theme/", views.theme, name="theme"),
    path("audit/", views.audit, name="audit"),
]
