"""Rows by hand-written conditions, for what every message asks.

Nothing is built and the server plans it once, so it takes a third of a queryset's time, and several questions or
changes share one round trip. Everything else stays with querysets.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Generic, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Model

from .database.base import DatabaseWrapper

M = TypeVar("M", bound=Model)
T = TypeVar("T")
U = TypeVar("U")
Statement = tuple[str, Sequence[Any]]
Only = tuple[str, ...]  # some of a model's columns; none stands for all
Part = tuple[type[Model], Only]


@dataclass(frozen=True)
class Question(Generic[T]):
    """Statements, and what their answers say. Not asked yet: `together` asks it, with others in the same round trip."""

    statements: tuple[Statement, ...]
    says: Callable[[Iterator[list[tuple]]], T]  # takes as many answers as there are statements

    def then(self, say: Callable[[T], U]) -> "Question[U]":
        """The same, said in another way."""
        return Question(self.statements, lambda found: say(self.says(found)))


def plain(statement: str, params: Sequence[Any]) -> Question[list[tuple]]:
    """What the statement returns."""
    return Question(((statement, params),), next)


def every(model: type[M], tail: str, params: Sequence[Any]) -> Question[list[M]]:
    """`SELECT <all of the model's columns> FROM <its table> <tail>`, as instances."""
    return plain(f"{_select(model)} {tail}", params).then(partial(_instances, model))


def first(model: type[M], tail: str, params: Sequence[Any]) -> Question[M | None]:
    """The first of them."""
    return every(model, tail, params).then(lambda found: next(iter(found), None))


def joined(say: Callable[..., T], *questions: Question[Any]) -> Question[T]:
    """One question of several: `say` is called with what each of them says."""
    statements = (statement for question in questions for statement in question.statements)
    return Question(tuple(statements), lambda found: say(*[question.says(found) for question in questions]))


def together(*questions: Question[Any]) -> list[Any]:
    """What each of them says, in one round trip.

    Their statements run one after the other, each seeing what is committed by then.
    """
    found = iter(answers(*(statement for question in questions for statement in question.statements)))
    return [question.says(found) for question in questions]


def answer(question: Question[T]) -> T:
    return together(question)[0]


def rows(model: type[M], tail: str, params: Sequence[Any]) -> list[M]:
    """What `every` asks, at once."""
    return answer(every(model, tail, params))


def row(model: type[M], tail: str, params: Sequence[Any]) -> M | None:
    """What `first` asks, at once."""
    return answer(first(model, tail, params))


class asked(Generic[T]):
    """A property that makes a question: its value is the answer, kept. Asked when it is first needed, or by `ahead`."""

    def __init__(self, makes: Callable[[Any], Question[T]]):
        self.makes, self.__doc__ = makes, makes.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type) -> T:
        instance.__dict__[self.name] = found = answer(self.makes(instance))  # next time this is no longer called
        return found


def ahead(*named: tuple[object, str]) -> None:
    """Ask these `asked` properties, each of its instance, in one round trip."""
    questions = (vars(type(instance))[name].makes(instance) for instance, name in named)
    for (instance, name), found in zip(named, together(*questions), strict=True):
        vars(instance)[name] = found


def answers(*statements: Statement) -> list[list[tuple]]:
    """What each of these statements returns, in one round trip."""
    with database().pipeline():
        cursors = [ask(statement, params) for statement, params in statements]
    return [cursor.fetchall() for cursor in cursors]


def ask(statement: str, params: Sequence[Any]) -> CursorWrapper:
    """Run one statement, planned once when it is asked often."""
    cursor = database().prepared()
    cursor.execute(statement, params)
    return cursor


def database() -> DatabaseWrapper:
    """The thread's own connection."""
    return cast(DatabaseWrapper, connections[DEFAULT_DB_ALIAS])


def find_or_make(instance: M, *unique: str) -> tuple[M, bool]:
    """The row with the instance's values in the columns `unique`, else the instance, stored. And whether it was made.

    Of several that come at once one makes it; what get_or_create needs a savepoint for, the statement settles itself.
    """
    where = "WHERE " + " AND ".join(f"{column} = %s" for column in unique)
    values = [getattr(instance, column) for column in unique]
    while (found := row(type(instance), where, values)) is None:
        statement, params = insertion(instance)
        if made := ask(f"{statement} ON CONFLICT ({', '.join(unique)}) DO NOTHING RETURNING id", params).fetchone():
            is_stored(instance, made[0])
            return instance, True
    return found, False


def is_stored(instance: Model, pk: int) -> None:
    """The instance is a row now."""
    instance.pk, instance._state.adding, instance._state.db = pk, False, connection.alias


def take_over(instance: M, row: M) -> None:
    """Let `instance` be what `row` is. Related objects stay as long as they are still the same ones."""
    for field in row._meta.concrete_fields:
        setattr(instance, field.attname, getattr(row, field.attname))
    instance._state.adding, instance._state.db = row._state.adding, row._state.db


def insertion(instance: Model) -> tuple[str, list[Any]]:
    """`INSERT INTO <its table> (<columns>) VALUES (...)` to begin a statement with, and its parameters."""
    fields = [field for field in instance._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = [field.get_db_prep_save(field.pre_save(instance, True), connection) for field in fields]
    places = ", ".join(["%s"] * len(fields))
    return f'INSERT INTO "{instance._meta.db_table}" ({columns}) VALUES ({places})', values  # noqa: S608


def assignments(instance: Model, changes: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """`<column> = %s, ` for each change to stand first in a SET, and the values; `instance` takes them over."""
    assigned, values = "", []
    for name, value in changes.items():
        field = cast(Field, instance._meta.get_field(name))
        setattr(instance, name, value)
        assigned += f'"{field.column}" = %s, '
        values.append(field.get_db_prep_save(getattr(instance, field.attname), connection))
    return assigned, values


def _instances(model: type[M], found: Sequence[Sequence[Any]], only: Only = ()) -> list[M]:
    names, converters = _shape(model, only)
    instances = []
    for values in map(list, found):
        for number, convert in converters:
            values[number] = convert(values[number], None, connection)
        instances.append(model.from_db(connection.alias, names, values))
    return instances


@cache
def _select(model: type[Model]) -> str:
    return f'SELECT {columns(model)} FROM "{model._meta.db_table}"'  # noqa: S608  (the model's own columns)


@cache
def columns(model: type[Model], alias: str = "", only: Only = ()) -> str:
    """All of the model's columns, or `only` these, of the table that goes by `alias`, to stand in a SELECT for
    `beside`."""
    of = alias and f"{alias}."
    return ", ".join(f'{of}"{field.column}"' for field in _fields(model, only))


def beside(found: Sequence[tuple], *parts: Part) -> list[list[Any]]:
    """Rows that hold columns of several models, one after the other: a list of instances for each model.

    Where there are `only` some of its columns, Django looks up another when it is read.
    """
    lists, start = [], 0
    for model, only in parts:
        end = start + len(_shape(model, only)[0])
        lists.append(_instances(model, [values[start:end] for values in found], only))
        start = end
    return lists


def _fields(model: type[Model], only: Only) -> list[Field]:
    return [field for field in model._meta.concrete_fields if not only or field.attname in only]


@cache
def _shape(model: type[Model], only: Only = ()) -> tuple[list[str], list[tuple[int, Any]]]:
    fields = _fields(model, only)
    converters = [(n, field.from_db_value) for n, field in enumerate(fields) if hasattr(field, "from_db_value")]
    return [field.attname for field in fields], converters
