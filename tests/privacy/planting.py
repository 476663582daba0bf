"""Put a word into every column that can hold one, in every table that leads to a customer."""

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone

from apps.core import erasure

WORD = "zq7"  # short enough for every column, and in no other text


def one_of_each(root: models.Model, *others: models.Model) -> None:
    """Make a row of every model that leads to `root` and has none yet."""
    at_hand = {type(row): row for row in (root, *others)}
    missing = True
    while missing:
        missing = False
        for model, pks in erasure.belongings(root).items():
            at_hand[model] = model._base_manager.get(pk=min(pks))
        for model in {model for model, field in erasure._links() if field.related_model in at_hand} - at_hand.keys():
            if about_customers(model) and model not in at_hand:
                at_hand[model], missing = _make(model, at_hand), True


def about_customers(model) -> bool:
    from .test_erase import NOT_ABOUT_CUSTOMERS

    return model._meta.model_name not in NOT_ABOUT_CUSTOMERS


def _make(model, at_hand):
    values = {}
    for field in model._meta.concrete_fields:
        if field.is_relation and not field.null:
            if field.related_model not in at_hand:
                at_hand[field.related_model] = _make(field.related_model, at_hand)
            values[field.name] = at_hand[field.related_model]
        elif field.is_relation and field.related_model in at_hand:
            values[field.name] = at_hand[field.related_model]
        elif not field.has_default() and not field.null and not field.primary_key and not field.generated:
            values[field.name] = _something(field)
    return model._base_manager.create(**{name: value for name, value in values.items() if value is not None})


def _something(field):
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.BooleanField):
        return False
    return 1 if isinstance(field, models.IntegerField | models.FloatField) else None


def plant(root: models.Model) -> int:
    """Write WORD into every column that can hold it. Returns how many columns."""
    planted = 0
    for model, pks in erasure.belongings(root).items():
        for field in model._meta.concrete_fields:
            if (value := _word_for(field)) is not None and field.name not in getattr(model, "kept_at_erasure", ()):
                for pk in pks:
                    unique = f"{value}{pk}" if isinstance(value, str) and (field.max_length or 99) > 9 else value
                    model._base_manager.filter(pk=pk).update(**{field.name: unique})
                planted += 1
    return planted


def _word_for(field):
    if field.generated or field.choices or field.is_relation or field.primary_key:
        return None
    if isinstance(field, models.JSONField):
        return {"said": [WORD]}
    if isinstance(field, ArrayField):
        return [WORD] if isinstance(field.base_field, models.CharField) and not field.base_field.choices else None
    return WORD if isinstance(field, models.CharField | models.TextField) else None


def tables_with_the_word() -> set[str]:
    """Asks PostgreSQL itself, of every table there is."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT 1 FROM "{table}" AS row WHERE row::text LIKE %s LIMIT 1', [f"%{WORD}%"])
            if cursor.fetchone():
                found.add(table)
    return found
