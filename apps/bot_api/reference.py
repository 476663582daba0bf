"""What a bot builder reads, from the same OpenAPI document that machines read: it cannot tell another story.

Its names and sentences are the document's, in English as the API itself; what we say about them is translated.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Schema = dict[str, Any]
WORDS = {
    "string": gettext_lazy("text"),
    "integer": gettext_lazy("whole number"),
    "number": gettext_lazy("number"),
    "boolean": gettext_lazy("true or false"),
    "object": gettext_lazy("object"),
}


@dataclass(frozen=True)
class Field:
    name: str
    kind: str  # in words: list of Message, up to 200
    shape: str  # that it leads to, if any
    about: str
    required: bool


@dataclass(frozen=True)
class Shape:
    name: str
    about: str
    fields: list[Field]


@dataclass(frozen=True)
class Call:
    anchor: str
    method: str
    path: str
    summary: str
    about: str
    parameters: list[Field]
    takes: str  # name of a shape
    answers: str
    status: str


@dataclass(frozen=True)
class Reference:
    about: list[str]  # paragraphs
    groups: dict[str, list[Call]]
    shapes: list[Shape]


def reference(openapi: Schema) -> Reference:
    groups: dict[str, list[Call]] = {}
    for path, methods in openapi["paths"].items():
        for method, said in methods.items():
            groups.setdefault(said["tags"][0], []).append(_call(method, path, said))
    shapes = [_shape(name, schema) for name, schema in openapi["components"]["schemas"].items()]
    about = openapi["info"]["description"].strip().split("\n\n")
    return Reference(about, groups, sorted(shapes, key=lambda shape: shape.name))


def _call(method: str, path: str, said: Schema) -> Call:
    status, answer = next(iter(said["responses"].items()))
    parameters = [
        _field(one["name"], one["schema"] | {"description": one.get("description", "")}, one.get("required", False))
        for one in said.get("parameters", ())
    ]
    return Call(
        anchor=f"{method}-{path.strip('/').replace('/', '-').translate({ord('{'): None, ord('}'): None})}",
        method=method.upper(),
        path=path,
        summary=said["summary"],
        about=said.get("description", ""),
        parameters=parameters,
        takes=_body(said.get("requestBody", {})),
        answers=_body(answer),
        status=status,
    )


def _body(said: Schema) -> str:
    schema = said.get("content", {}).get("application/json", {}).get("schema", {})
    return _named(schema)


def _shape(name: str, schema: Schema) -> Shape:
    required = schema.get("required", ())
    fields = [_field(field, said, field in required) for field, said in schema.get("properties", {}).items()]
    return Shape(name, schema.get("description", ""), fields)


def _field(name: str, schema: Schema, required: bool) -> Field:
    about = schema.get("description") or next((one["description"] for one in _ways(schema) if "description" in one), "")
    return Field(name, _kind(schema), _named(schema), about, required)


def _named(schema: Schema) -> str:
    """The shape that this is, or that its items are."""
    for one in _ways(schema):
        if "$ref" in one:
            return one["$ref"].rsplit("/", 1)[-1]
        if "items" in one:
            return _named(one["items"])
    return ""


def _ways(schema: Schema) -> Iterator[Schema]:
    """What it may be, nothing aside."""
    yield from (one for one in schema.get("anyOf", [schema]) if one.get("type") != "null")


def _kind(schema: Schema) -> str:
    return _(" or ").join(dict.fromkeys(_one_kind(one) for one in _ways(schema)))


def _one_kind(schema: Schema) -> str:
    if "$ref" in schema:
        return _named(schema)
    if "const" in schema:
        return _("always “%(value)s”") % {"value": schema["const"]}
    if "enum" in schema:
        return _("one of %(values)s") % {"values": ", ".join(f"“{value}”" for value in schema["enum"])}
    if schema.get("type") == "array":
        listed = _("list of %(what)s") % {"what": _kind(schema.get("items", {}))}
        return listed + (_(", at most %(n)s") % {"n": schema["maxItems"]} if "maxItems" in schema else "")
    if schema.get("format") == "date-time":
        return _("moment with its offset")
    return str(WORDS.get(schema.get("type", ""), _("anything"))) + _bounds(schema)


def _bounds(schema: Schema) -> str:
    if "maxLength" in schema:
        return _(", up to %(n)s characters") % {"n": schema["maxLength"]}
    if "maximum" in schema and schema["maximum"] <= 1000:
        return _(", %(low)s to %(high)s") % {"low": schema.get("minimum", "…"), "high": schema["maximum"]}
    return ""
