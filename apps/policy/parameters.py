"""What a rule may be told, by its kind. All may be left out; `rules.py` says what holds then."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Sort(NamedTuple):
    is_it: Callable[[Any], bool]
    words: Any  # lazily translated


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


SHARE = Sort(
    lambda value: (_is_whole(value) or isinstance(value, float)) and 0 <= value <= 1,
    gettext_lazy("a number from 0 to 1"),
)
COUNT = Sort(lambda value: _is_whole(value) and value >= 1, gettext_lazy("a whole number from 1 on"))
TEXTS = Sort(
    lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value),
    gettext_lazy("a list of texts"),
)

KINDS: dict[str, dict[str, Sort]] = {
    "explicit_request": {},
    "high_risk": {"words": TEXTS, "intents": TEXTS},
    "frustration": {"at_least": SHARE, "turns": COUNT},
    "repeated_failure": {"attempts": COUNT, "same_answer": COUNT},
    "out_of_scope": {"words": TEXTS, "intents": TEXTS},
    "low_confidence": {"below": SHARE, "turns": COUNT},
}


def faults(kind: str, parameters: Any) -> list[str]:
    """What is wrong, each with its parameter's name: one that a rule cannot read would stop every decision."""
    if not isinstance(parameters, dict):
        return [_("Parameters are written as {name: value}.")]
    known = KINDS.get(kind, {})
    found = [_("%(name)s is not known to this kind of rule.") % {"name": name} for name in parameters.keys() - known]
    for name, sort in known.items():
        if name in parameters and not sort.is_it(parameters[name]):
            found.append(_("%(name)s must be %(wanted)s.") % {"name": name, "wanted": sort.words})
    return sorted(found)
