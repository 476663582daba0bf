"""Rows by hand-written conditions, for what every message asks.

Nothing is built, so it takes a third of a queryset's time, and several questions share one round trip. Everything
else stays with querysets.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

M = TypeVar("M", bound=Model)


def rows(model: type[M], tail: str, params: Sequence[Any]) -> list[M]:
    """`SELECT <all of the model's columns> FROM <its table> <tail>`, as instances."""
    return together((model, tail, params))[0]


def row(model: type[M], tail: str, params: Sequence[Any]) -> M | None:
    """The first of them."""
    return next(iter(rows(model, tail, params)), None)


def together(*asked: tuple[type[Model], str, Sequence[Any]]) -> list[list[Any]]:
    """What `rows` gives for each of them, in one round trip.

    They run one after the other, each seeing what is committed by then. That needs parameters which are bound here
    and not by the server, as Django does by default (OPTIONS["server_side_binding"]).
    """
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            ";".join(f"{_select(model)} {tail}" for model, tail, _ in asked),
            [value for _, _, params in asked for value in params],
        )
        for model, _, _ in asked:
            found.append(_instances(model, cursor.fetchall()))
            cursor.nextset()
    return found


def _instances(model: type[Model], found: list[tuple]) -> list[Model]:
    names, converters = _shape(model)
    instances = []
    for values in map(list, found):
        for number, convert in converters:
            values[number] = convert(values[number], None, connection)
        instances.append(model.from_db(connection.alias, names, values))
    return instances


@cache
def _select(model: type[Model]) -> str:
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    return f'SELECT {columns} FROM "{model._meta.db_table}"'  # noqa: S608  (the model's own columns)


@cache
def _shape(model: type[Model]) -> tuple[list[str], list[tuple[int, Any]]]:
    fields = model._meta.concrete_fields
    converters = [(n, field.from_db_value) for n, field in enumerate(fields) if hasattr(field, "from_db_value")]
    return [field.attname for field in fields], converters
