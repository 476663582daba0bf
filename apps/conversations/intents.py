"""Intents as people read them: by name, the one above first. One that nobody has named is its slug in words."""

from collections.abc import Iterable, Mapping

from apps.core.rows import Question, answer, every

from .models import Intent


def all_known() -> Question[dict[str, Intent]]:
    """All, by slug."""
    return every(Intent, "ORDER BY slug", []).then(related)


def known() -> dict[str, Intent]:
    return answer(all_known())


def related(found: Iterable[Intent]) -> dict[str, Intent]:
    """By slug, each with the one above it where that is among them."""
    by_key: dict[int | None, Intent] = {intent.pk: intent for intent in found}
    for intent in by_key.values():
        intent.parent = by_key.get(intent.parent_id)
    return {intent.slug: intent for intent in by_key.values()}


def path_of(slug: str, named: Mapping[str, Intent]) -> str:
    """`Billing › Duplicate charge`; empty for none."""
    intent = named.get(slug)
    if intent is None:
        return " › ".join(part.replace("_", " ").capitalize() for part in slug.split("."))
    return f"{intent.parent.name} › {intent.name}" if intent.parent else intent.name
