from django.urls import path

from . import urls_sidebar, views, views_handoff, views_reply

app_name = "workspace"
urlpatterns = [
    path("", views.index, name="index"),
    path("inbox/parts/", views.inbox_parts, name="inbox_parts"),
    path("status/", views.status, name="status"),
    path("find/", views.find, name="find"),
    path("next/", views_handoff.claim_next, name="claim_next"),
    path("c/<int:pk>/", views.show, name="show"),
    path("c/<int:pk>/parts/", views.show_parts, name="parts"),
    path("c/<int:pk>/earlier/", views.earlier, name="earlier"),
    path("c/<int:pk>/turn/", views.turn, name="turn"),
    path("c/<int:pk>/read/", views.read, name="read"),
    path("c/<int:pk>/reply/", views_reply.reply, name="reply"),
    path("c/<int:pk>/reply/<int:message>/retry/", views_reply.retry, name="retry"),
    path("c/<int:pk>/note/", views_reply.note, name="note"),
    path("c/<int:pk>/mentionable/", views.colleagues, {"what": "mentionable"}, name="mentionable"),
    path("c/<int:pk>/unsent/", views_reply.unsent, name="unsent"),
    path("c/<int:pk>/discard/", views_reply.discard, name="discard"),
    path("c/<int:pk>/rewrite/", views_reply.rewrite, name="rewrite"),
    path("handoffs/<int:pk>/claim/", views_handoff.claim, name="claim"),
    path("c/<int:pk>/release/", views_handoff.release, name="release"),
    path("c/<int:pk>/transfer/", views_handoff.transfer, name="transfer"),
    path("c/<int:pk>/transfer/to/", views.colleagues, {"what": "transfer_to"}, name="transfer_to"),
    path("c/<int:pk>/close/", views_handoff.close, name="close"),
    *urls_sidebar.urlpatterns,
]
