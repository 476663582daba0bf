"""Addresses: each door has its own; nothing is decided here."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.defaults import page_not_found
from django.views.generic import RedirectView

from . import backlog

# One way in, with the second factor and the limits on guessing.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

backlog.register()  # what /metrics tells beside each room's own figures

ICON = lazy(static, str)("favicon.svg")  # its address holds its fingerprint, which is read when it is asked for

handler400 = "apps.core.refusals.bad_request"

urlpatterns = [
    # Browsers ask for it wherever a page names none.
    path("favicon.ico", RedirectView.as_view(url=ICON)),
    path("", include("apps.core.urls")),
    path("", include("apps.account.urls")),
    path("privacy/", include("apps.privacy.urls")),
    # An address is given by an admin: it is how someone is known to single sign-on.
    path("accounts/email/", page_not_found, {"exception": None}),
    path("", include("apps.bot_api.urls")),
    path("accounts/", include("allauth.urls")),
    path("supervision/", include("apps.supervision.urls")),
    path("admin/", admin.site.urls),
    path("demo/", include("apps.demo.urls")),
    path("", include("apps.workspace.urls")),
]
