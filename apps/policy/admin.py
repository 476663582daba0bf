from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from . import operations
from .models import Decision, Policy, Rule


class RuleInline(admin.TabularInline):
    model = Rule
    extra = 0
    fields = ["position", "name", "kind", "reason", "parameters", "urgency", "team", "is_active"]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.is_draft)

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Policy)
class PolicyAdmin(admin.ModelAdmin):
    """Versions that have been active are shown and copied, never changed."""

    list_display = ["__str__", "state", "created_at", "activated_at", "retired_at"]
    list_filter = ["state"]
    search_fields = ["name", "note", "rules__name"]
    readonly_fields = ["state", "created_at", "activated_at", "retired_at"]
    inlines = [RuleInline]
    actions = ["copy", "make_active"]

    def get_readonly_fields(self, request, obj=None):
        fixed = [] if obj is None or obj.is_draft else ["name", "version"]
        return [*self.readonly_fields, *fixed]

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_draft)

    @admin.action(description=_("Copy to a new draft"))
    def copy(self, request, queryset):
        for policy in queryset:
            draft = operations.copy_policy(policy, by=request.user)
            self.message_user(request, _("%(draft)s is a draft now.") % {"draft": draft})

    @admin.action(description=_("Make active"))
    def make_active(self, request, queryset):
        try:
            operations.activate(queryset.get(), by=request.user)
        except (operations.NotADraft, Policy.MultipleObjectsReturned):
            self.message_user(request, _("Choose one draft."), messages.ERROR)


@admin.register(Decision)
class DecisionAdmin(admin.ModelAdmin):
    list_display = ["conversation", "escalate", "policy", "through", "at"]
    list_filter = ["escalate", "policy", "at"]
    list_select_related = ["conversation__customer", "policy"]
    search_fields = ["conversation__reference", "conversation__customer__name"]
    date_hierarchy = "at"

    def has_add_permission(self, request):
        return False

    has_change_permission = has_delete_permission = lambda self, request, obj=None: False
