"""Refusals as RFC 9457 problem+json, naming the field where there is one."""

from http.client import responses
from typing import Any

from django.http import HttpResponseBase, JsonResponse

TYPE = "application/problem+json"


class Problem(Exception):
    """A call that is refused. `errors`: [{field, detail, code}]; `also` are further members of the answer."""

    def __init__(self, status: int, code: str, detail: str, *, errors: list[dict] | None = None, **also: Any):
        super().__init__(detail)
        self.status, self.code, self.detail, self.errors = status, code, detail, errors or []
        self.retry_after: int | None = also.pop("retry_after", None)
        self.also = also

    @classmethod
    def at(cls, field: str, code: str, detail: str, *, status: int = 422) -> "Problem":
        error = {"field": field, "detail": detail, "code": code}
        return cls(status, code, f"{field} {detail}", errors=[error])

    def response(self) -> JsonResponse:
        body = {
            "type": f"urn:handoff-console:problem:{self.code}",
            "title": self.code.replace("_", " ").capitalize(),
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "errors": self.errors,
            **self.also,
        }
        answer = JsonResponse(body, status=self.status, content_type=TYPE)
        if self.retry_after is not None:
            answer["Retry-After"] = str(self.retry_after)
        if self.status == 401:
            answer["WWW-Authenticate"] = "Bearer"
        return answer


def not_found(what: str) -> Problem:
    """Missing and not-yours look the same."""
    return Problem(404, "not_found", f"There is no such {what}.")


def in_our_words(response: HttpResponseBase) -> HttpResponseBase:
    """What Django or Ninja refuse themselves (a method, a host) is a problem like any other."""
    if response.status_code < 400 or response.headers.get("Content-Type") == TYPE:
        return response
    said = responses.get(response.status_code, "Refused")
    problem = Problem(response.status_code, said.lower().replace(" ", "_"), f"{said}.").response()
    for name in ("Allow", "X-Request-Id"):
        if name in response.headers:
            problem[name] = response.headers[name]
    return problem


def from_validation(errors: list[dict[str, Any]]) -> Problem:
    """Pydantic's findings. The first two steps of a location are ours: where it was looked for, and as what."""
    found = [{"field": _field(error["loc"]), "detail": _detail(error), "code": error["type"]} for error in errors[:50]]
    too_large = any(error["type"] == "too_large" for error in errors)
    first = f"{found[0]['field']} {found[0]['detail']}".strip()
    return Problem(413 if too_large else 422, "too_large" if too_large else "invalid", first, errors=found)


def _field(location: tuple) -> str:
    path = ""
    for step in location[2:] if location[0] == "body" else location[1:]:
        path += f"[{step}]" if isinstance(step, int) else f".{step}"
    return path.lstrip(".")


def _detail(error: dict[str, Any]) -> str:
    if error["type"] == "extra_forbidden":
        return "is not a field we know"
    if error["type"] == "missing" and error["msg"] == "Field required":
        return "is required"
    text = error["msg"]
    return text[0].lower() + text[1:]
