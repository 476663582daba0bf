from django.contrib import admin

from apps.people.admin import ReadOnly

from .models import Bot, Conversation, Customer, Intent


@admin.register(Bot)
class BotAdmin(ReadOnly):
    """Made and changed under Bots, where its keys and its address are."""

    list_display = ["name", "slug", "is_active", "pushes", "accepts_by_2xx"]
    list_filter = ["is_active", "pushes"]
    search_fields = ["name", "slug"]


class SubIntent(admin.TabularInline):
    model = Intent
    fields = ["slug", "name", "needed_facts"]
    extra = 0
    verbose_name = "sub-intent"


@admin.register(Intent)
class IntentAdmin(admin.ModelAdmin):
    list_display = ["slug", "name", "parent", "needed_facts"]
    list_filter = [("parent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["slug", "name"]
    autocomplete_fields = ["parent"]
    inlines = [SubIntent]


@admin.register(Customer)
class CustomerAdmin(ReadOnly):
    list_display = ["__str__", "reference", "tier", "verification", "created_at", "erased_at"]
    list_filter = ["verification", "tier"]
    search_fields = ["reference", "name", "email"]
    date_hierarchy = "created_at"


@admin.register(Conversation)
class ConversationAdmin(ReadOnly):
    """Without its turns, of which there may be ten thousand: those are read in the workspace."""

    list_display = ["reference", "customer", "bot", "holder", "team", "message_count", "last_message_at", "outcome"]
    list_filter = ["holder", "team", "bot", "channel", "outcome"]
    list_select_related = ["customer", "bot", "team"]
    search_fields = ["reference", "customer__reference", "customer__name"]
    date_hierarchy = "created_at"
    show_full_result_count = False
