"""How a number of a unit is written."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def in_unit(value: float | None, unit: str) -> str:
    """Seconds as minutes and seconds, a share as percent, a score with one decimal. Nothing known is a dash."""
    if value is None:
        return "–"
    if unit == "share":
        return f"{number_format(value * 100, 0)} %"
    if unit == "score":
        return number_format(value, 1)
    seconds = round(value)
    return _("%(s)s s") % {"s": seconds} if seconds < 60 else f"{seconds // 60}:{seconds % 60:02} min"


@register.filter
def listed(value: object) -> str:
    """A list of words as a line of them; anything else as it is."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
