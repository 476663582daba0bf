from django.urls import path

from . import single_sign_on, views

app_name = "account"
urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/theme/", views.theme, name="theme"),
    path("audit/", views.audit, name="audit"),
    # Before allauth's own, at the same addresses.
    path("accounts/password/reset/", views.reset_password, name="reset_password"),
    path("accounts/oidc/<provider_id>/login/", single_sign_on.leave, name="leave"),
    path("accounts/oidc/<provider_id>/login/callback/", single_sign_on.arrive, name="arrive"),
]
