"""How a number of a unit is written."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.conversations.intents import path_of

register = template.Library()

BOUNDS = {  # what a rule's kind reads from its parameters, see policy/rules.py
    "words": gettext_lazy("Any of these words"),
    "intents": gettext_lazy("Any of these intents"),
    "at_least": gettext_lazy("Frustration from"),
    "below": gettext_lazy("Confidence below"),
    "turns": gettext_lazy("Within turns"),
    "attempts": gettext_lazy("Failed attempts"),
    "same_answer": gettext_lazy("Same answer, times"),
}


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
    if seconds < 60:
        return _("%(s)s s") % {"s": seconds}
    return _("%(m)s:%(s)s min") % {"m": seconds // 60, "s": f"{seconds % 60:02}"}


register.filter("intent", path_of)


@register.filter
def listed(value: object) -> str:
    """A list of words as a line of them; anything else as it is."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@register.filter
def bound(name: str) -> str:
    """A rule's parameter in words; one we do not know as it is."""
    return str(BOUNDS.get(name, name))
