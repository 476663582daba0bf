from django.contrib import admin

from .models import HandoffRating


@admin.register(HandoffRating)
class HandoffRatingAdmin(admin.ModelAdmin):
    """To look things up. Ratings are the agents' word and are not edited here."""

    list_display = ["handoff", "agent", "summary", "right_team", "placed_team", "better_team", "draft", "at"]
    list_filter = ["summary", "right_team", "placed_team", "at"]
    list_select_related = ["handoff", "agent", "placed_team", "better_team"]
    search_fields = ["handoff__conversation__reference", "agent__name", "comment"]
    date_hierarchy = "at"

    def has_add_permission(self, request):
        return False

    has_change_permission = has_delete_permission = lambda self, request, obj=None: False
