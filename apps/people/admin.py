from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from . import operations
from .models import Agent, AuditEntry, Team

admin.site.unregister(Group)  # roles and teams say who may what
admin.site.site_header = admin.site.site_title = _("Handoff console")
admin.site.index_title = _("Teams, agents, articles, rules")


class Membership(admin.TabularInline):
    model = Agent.teams.through
    verbose_name, verbose_name_plural = _("member"), _("members")
    autocomplete_fields = ["agent"]
    extra = 0


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "members", "amber_after", "red_after", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "slug", "description"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [Membership]

    @admin.display(description=_("members"))
    def members(self, team: Team) -> int:
        return team.agents.count()


class AgentCreation(AdminUserCreationForm):
    """A password is optional: without one the agent comes by single sign-on, or asks for a reset mail."""

    class Meta:
        model = Agent
        fields = ("email", "name", "role", "teams")
        field_classes = {"email": forms.EmailField}


@admin.register(Agent)
class AgentAdmin(UserAdmin):
    """Agents are deactivated, never deleted: what they wrote keeps its author."""

    add_form = AgentCreation
    list_display = ["name", "email", "role", "team_names", "status", "is_active", "last_login"]
    list_filter = ["role", "teams", "is_active", "status"]
    search_fields = ["name", "email"]
    ordering = ["name"]
    filter_horizontal = ["teams"]
    readonly_fields = ["last_login", "date_joined", "seen_at"]
    actions = ["deactivate", "reactivate", "sign_out"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (_("Work"), {"fields": ["role", "teams", "capacity", "status", "is_active"]}),
        (_("Own settings"), {"fields": ["time_zone", "language", "theme"], "classes": ["collapse"]}),
        (_("Seen"), {"fields": ["last_login", "date_joined", "seen_at"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "role", "teams", "usable_password", "password1", "password2"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("teams")

    def get_readonly_fields(self, request, obj=None):
        """Nobody locks themselves out."""
        return [*self.readonly_fields, *(["role", "is_active"] if obj == request.user else [])]

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, agent, form, change):
        super().save_model(request, agent, form, change)
        if change and "is_active" in form.changed_data:
            (operations.reactivate if agent.is_active else operations.deactivate)(agent, by=request.user)

    @admin.display(description=_("teams"))
    def team_names(self, agent: Agent) -> str:
        return ", ".join(team.name for team in agent.teams.all())

    @admin.action(description=_("Deactivate: end all sessions and keep out"))
    def deactivate(self, request, queryset):
        for agent in queryset.exclude(pk=request.user.pk):
            operations.deactivate(agent, by=request.user)
            self.message_user(request, _("%(agent)s is out.") % {"agent": agent}, messages.SUCCESS)

    @admin.action(description=_("Reactivate"))
    def reactivate(self, request, queryset):
        for agent in queryset:
            operations.reactivate(agent, by=request.user)

    @admin.action(description=_("Sign out everywhere"))
    def sign_out(self, request, queryset):
        for agent in queryset:
            operations.sign_out_everywhere(agent, by=request.user)


class ReadOnly(admin.ModelAdmin):
    """To look things up. Operations write these tables, and looking is audited."""

    def has_add_permission(self, request):
        return False

    has_change_permission = has_delete_permission = lambda self, request, obj=None: False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if obj := self.get_object(request, object_id):
            operations.audit(request.user, AuditEntry.SAW, obj)
        return super().change_view(request, object_id, form_url, extra_context)
