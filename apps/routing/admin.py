from django.contrib import admin

from .models import Lift, Route


@admin.register(Route)
class RouteAdmin(admin.ModelAdmin):
    list_display = ["__str__", "intent", "language", "team", "urgency", "is_active"]
    list_editable = ["team", "urgency", "is_active"]
    list_filter = ["team", "urgency", "language", "is_active"]
    list_select_related = ["team"]
    search_fields = ["intent", "team__name"]


@admin.register(Lift)
class LiftAdmin(admin.ModelAdmin):
    list_display = ["value", "of", "urgency"]
    list_editable = ["urgency"]
    list_filter = ["of"]
    search_fields = ["value"]
