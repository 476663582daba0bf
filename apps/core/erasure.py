"""Everything that belongs to one row, found by the foreign keys that lead to it: to hand it out, or to wipe it.

Wiping keeps rows, moments and numbers, so statistics stay true, and takes words. It goes by types, not by a list of
fields: a column that someone adds tomorrow is wiped unless its model says otherwise, by naming it in
`kept_at_erasure`. Closed vocabularies (choices) say nothing about a person and stay.
"""

from collections.abc import Iterable
from typing import Any, cast

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Model, Value
from django.db.models.functions import Cast, Concat

Rows = dict[type[Model], set[Any]]


def belongings(root: Model) -> Rows:
    """Keys of `root` and of all our rows that lead to it, over however many others."""
    found: Rows = {type(root): {root.pk}}
    new: Rows = dict(found)
    while new:
        further: Rows = {}
        for model, field in _links():
            if pks := new.get(cast(type[Model], field.related_model)):
                held = set(model._base_manager.filter(**{f"{field.name}__in": pks}).values_list("pk", flat=True))
                if unknown := held - found.get(model, set()):
                    found.setdefault(model, set()).update(unknown)
                    further.setdefault(model, set()).update(unknown)
        new = further
    return found


def wipe(root: Model) -> dict[str, int]:
    """Take the words from `root` and its belongings, in the caller's transaction. Returns rows by kind."""
    rows = belongings(root)
    for model, pks in rows.items():
        if changes := {field.name: _blank(field) for field in words_of(model)}:
            model._base_manager.filter(pk__in=pks).update(**changes)
    return {str(model._meta.model_name): len(pks) for model, pks in rows.items()}


def export(root: Model) -> dict[str, list[dict]]:
    """`root` and its belongings as plain values, by kind, oldest first."""
    return {
        str(model._meta.model_name): [_plain(row) for row in model._base_manager.filter(pk__in=pks).order_by("pk")]
        for model, pks in belongings(root).items()
    }


def words_of(model: type[Model]) -> list[models.Field]:
    """The fields that may hold something someone said."""
    kept = getattr(model, "kept_at_erasure", ())
    return [field for field in model._meta.concrete_fields if field.name not in kept and _may_speak(field)]


def _may_speak(field: models.Field) -> bool:
    if field.primary_key or field.is_relation or field.generated or field.choices:
        return False
    if isinstance(field, ArrayField):
        return isinstance(field.base_field, models.CharField | models.TextField) and not field.base_field.choices
    if isinstance(field, models.DateField):  # a date is a fact about someone; a moment is about us
        return not isinstance(field, models.DateTimeField) and field.null
    return isinstance(field, models.CharField | models.TextField | models.JSONField | models.GenericIPAddressField)


def _blank(field: models.Field) -> Any:
    if field.null:
        return None
    if isinstance(field, models.JSONField | ArrayField):
        return field.get_default() if field.has_default() else []
    if field.unique or field.name in _unique_together(field.model):
        return Concat(Value("erased-"), Cast(F("pk"), models.CharField()))
    return ""


def _unique_together(model: type[Model]) -> set[str]:
    constraints = [c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    return {name for constraint in constraints for name in constraint.fields}


def _links() -> Iterable[tuple[type[Model], models.Field]]:
    for model in apps.get_models():
        if model.__module__.startswith("apps."):
            for field in model._meta.concrete_fields:
                if field.is_relation:
                    yield model, field


def _plain(row: Model) -> dict[str, Any]:
    return {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields if not field.generated}
