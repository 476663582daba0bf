from django.contrib import admin

from apps.people.admin import ReadOnly

from .models import Handback, Handoff


class Handbacks(admin.TabularInline):
    model = Handback
    fields = readonly_fields = ("state", "agent", "edited", "answer", "offered_at", "settled_at")
    extra = 0
    can_delete = False
    has_add_permission = has_change_permission = lambda self, request, obj=None: False


@admin.register(Handoff)
class HandoffAdmin(ReadOnly):
    list_display = ["id", "conversation", "state", "team", "agent", "reason", "urgency", "queued_at", "ended_at"]
    list_filter = ["state", "team", "reason", "urgency", "mode"]
    list_select_related = ["conversation__customer", "team", "agent"]
    search_fields = ["=id", "conversation__reference", "conversation__customer__name", "agent__name", "rule"]
    date_hierarchy = "queued_at"
    show_full_result_count = False
    inlines = [Handbacks]
