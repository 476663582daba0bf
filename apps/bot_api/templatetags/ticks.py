"""Backticks in a description are code."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def ticks(text: str) -> SafeString:
    pieces = text.split("`")
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", one) if n % 2 else one,) for n, one in enumerate(pieces))
    )
