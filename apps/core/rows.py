"""Rows of one table by hand-written conditions, for what every message asks.

Nothing is built, so it takes a third of a queryset's time. Everything else stays with querysets.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

M = TypeVar("M", bound=Model)


def rows(model: type[M], tail: str, params: Sequence[Any]) -> list[M]:
    """`SELECT <all of the model's columns> FROM <its table> <tail>`, as instances."""
    select, names, converters = _shape(model)
    with connection.cursor() as cursor:
        cursor.execute(f"{select} {tail}", params)
        found = [list(row) for row in cursor]
    for row in found:
        for number, convert in converters:
            row[number] = convert(row[number], None, connection)
    return [model.from_db(connection.alias, names, row) for row in found]


def row(model: type[M], tail: str, params: Sequence[Any]) -> M | None:
    """The first of them."""
    return next(iter(rows(model, tail, params)), None)


@cache
def _shape(model: type[Model]) -> tuple[str, list[str], list[tuple[int, Any]]]:
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    converters = [
        (number, field.from_db_value) for number, field in enumerate(fields) if hasattr(field, "from_db_value")
    ]
    select = f'SELECT {columns} FROM "{model._meta.db_table}"'  # noqa: S608  (the model's own columns)
    return select, [field.attname for field in fields], converters
