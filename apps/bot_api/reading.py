"""From bytes to a value, refusing what no database or screen can hold, by the name of its field."""

import json
import math
import re
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from ninja.parser import Parser

from .problems import Problem

BODY_BYTES = 256 * 1024
# What makes a walk through the whole value worth while: an escape that could be NUL or a lone surrogate.
_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])|\x00")
_SURROGATE = re.compile("[\ud800-\udfff]")
DEPTH = 32


class BodyParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        return parse(body_of(request))


def body_of(request: HttpRequest) -> bytes:
    """The raw body. Raises Problem 413."""
    too_large = Problem(413, "too_large", "The body is over 256 kB.")
    stated = request.headers.get("Content-Length", "")
    if stated.isdigit() and int(stated) > BODY_BYTES:
        raise too_large
    try:
        body = request.body
    except RequestDataTooBig:
        raise too_large from None
    if len(body) > BODY_BYTES:
        raise too_large
    return body


def only(request: HttpRequest, *known: str) -> None:
    """Refuses other words behind the question mark: a misspelled `after` would begin at the beginning."""
    for name in request.GET:
        if name not in known:
            raise Problem.at(name, "extra_forbidden", "is not a parameter we know")


def parse(body: bytes) -> Any:
    """JSON, strictly. Raises Problem 400, or 422 naming the field."""
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)[:200]
        raise Problem(400, "malformed", f"The body is not JSON in UTF-8: {reason}.") from None
    _check(value, "", suspicious=bool(_SUSPECT.search(body)))
    return value


def check_text(text: str, field: str) -> str:
    """Refuses NUL and lone surrogates: they cannot be stored, and dropping them would change what was said."""
    if "\x00" in text:
        raise Problem.at(field, "nul", "contains the NUL character")
    if _SURROGATE.search(text):
        raise Problem.at(field, "lone_surrogate", "contains half of a surrogate pair")
    return text


def _check(value: Any, path: str, *, suspicious: bool, depth: int = 0) -> None:
    if depth > DEPTH:
        raise Problem.at(path, "too_deep", f"is nested more than {DEPTH} levels deep")
    if isinstance(value, dict):
        for key, item in value.items():
            where = f"{path}.{key}" if path else key
            if suspicious:
                check_text(key, (path or "the body") + " (a field's name)")
            _check(item, where, suspicious=suspicious, depth=depth + 1)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            _check(item, f"{path}[{number}]", suspicious=suspicious, depth=depth + 1)
    elif isinstance(value, str):
        if suspicious:
            check_text(value, path)
    elif isinstance(value, float) and not math.isfinite(value):
        raise Problem.at(path, "not_finite", "is not a finite number")


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
