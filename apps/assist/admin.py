from django.contrib import admin

from .models import Brief, Draft, DraftUse, NextAction


class Written(admin.ModelAdmin):
    """Looked at, never edited: a brief's versions are what agents were shown."""

    search_fields = ["conversation__reference"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Brief)
class BriefAdmin(Written):
    list_display = ["conversation", "version", "writer", "state", "words", "at"]
    list_filter = ["state", "writer"]


@admin.register(Draft)
class DraftAdmin(Written):
    list_display = ["conversation", "version", "tone", "writer", "at", "discarded_by"]
    list_filter = ["tone", "writer"]


@admin.register(NextAction)
class NextActionAdmin(Written):
    list_display = ["title", "conversation", "state", "confidence", "decided_by"]
    list_filter = ["state"]


@admin.register(DraftUse)
class DraftUseAdmin(Written):
    list_display = ["message", "outcome", "similarity", "agent", "at"]
    list_filter = ["outcome"]
    search_fields = ["message__conversation__reference"]
