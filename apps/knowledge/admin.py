from django.contrib import admin
from django.db.models import URLField

from .models import Article


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    list_display = ["title", "kind", "section", "language", "is_internal", "is_active", "updated_at"]
    list_filter = ["kind", "section", "language", "is_internal", "is_active"]
    search_fields = ["title", "slug", "body"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["updated_at"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}  # for an address typed without
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind", "section", "language", "is_active", "is_internal", "url"]}),
        ("What it says", {"fields": ["body", "steps", "reply"]}),
        ("When it is used", {"fields": ["intents", "sources", "updated_at"]}),
    ]
