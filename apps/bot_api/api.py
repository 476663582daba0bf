"""The bot API, version 1: its routes, its one way in, and how every refusal is said."""

import logging
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from apps.conversations.models import Holder
from apps.conversations.refusals import Erased, NotHolder
from apps.handoffs.operations import AlreadyOpen, TooLate

from .answers import Problem as ProblemAnswer
from .doorkeeper import ByKey
from .problems import Problem, from_validation
from .reading import BodyParser
from .routes import conversations, deliveries, escalations, events, handbacks, handoffs

logger = logging.getLogger(__name__)

DESCRIPTION = """
Hand a conversation over to people, hear what they say, and take it back.

Send `Authorization: Bearer <key>`. Calls that change something take an `Idempotency-Key`: sent again within seven
days, the same call changes nothing and answers the same, with `Idempotent-Replayed: true`. Refusals are
`application/problem+json` and name the field. Whoever speaks carries the highest `epoch` they were told; a stale one
is refused with `not_holder`.
"""

# A connection that dies during COMMIT does not say whether it was one.
NOBODY_KNOWS = "Whether this call was stored is not known: send the same call again."

REFUSED = {
    "description": "Refused",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class BotAPI(NinjaAPI):
    """Every call may be refused, and always in the same shape: the document says so too."""

    def get_openapi_schema(self, **where: Any) -> OpenAPISchema:
        told = super().get_openapi_schema(**where)
        problem = ProblemAnswer.model_json_schema(ref_template="#/components/schemas/{model}")
        told["components"]["schemas"] |= problem.pop("$defs") | {"Problem": problem}
        for methods in told["paths"].values():
            for call in methods.values():
                call["responses"]["default"] = REFUSED
        return told


api = BotAPI(
    title="Handoff console: bot API",
    version="1",
    description=DESCRIPTION,
    auth=ByKey(),
    parser=BodyParser(),
    docs_url=None,
    urls_namespace="bot_api:v1",
)
for routes in (conversations, escalations, handoffs, handbacks, events, deliveries):
    api.add_router("", routes.router)


@api.exception_handler(Problem)
def refuse(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem.response()


@api.exception_handler(ValidationError)
def refuse_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return from_validation(error.errors).response()


@api.exception_handler(HttpError)
def refuse_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    cause = error.__cause__  # what `reading` refused comes wrapped
    problem = cause if isinstance(cause, Problem) else Problem(error.status_code, "refused", str(error))
    return problem.response()


@api.exception_handler(Erased)
def refuse_erased(request: HttpRequest, error: Erased) -> HttpResponse:
    detail = "This conversation was erased; nothing is added to it any more. Its reference is free for a new one."
    return Problem(410, "erased", detail).response()


@api.exception_handler(OperationalError)
def refuse_for_now(request: HttpRequest, error: OperationalError) -> HttpResponse:
    logger.warning("database not available: %s", error)
    return Problem(503, "unavailable", f"Our database does not answer. {NOBODY_KNOWS}", retry_after=1).response()


@api.exception_handler(Exception)
def refuse_unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("unexpected", exc_info=error)
    return Problem(500, "our_fault", f"Something of ours failed. {NOBODY_KNOWS}").response()


@api.exception_handler(NotHolder)
def refuse_not_holder(request: HttpRequest, error: NotHolder) -> HttpResponse:
    held = error.conversation
    detail = f"You do not hold this conversation at that epoch: {held.holder} does, at epoch {held.epoch}."
    if held.holder == Holder.OFFERED:
        detail = "The conversation is offered to you: accept the handback, then speak at the epoch that answers."
    return Problem(409, "not_holder", detail, holder=held.holder, epoch=held.epoch).response()


@api.exception_handler(AlreadyOpen)
def refuse_already_open(request: HttpRequest, error: AlreadyOpen) -> HttpResponse:
    handoff = error.handoff
    detail = f"Handoff {handoff.pk} of this conversation is open."
    return Problem(409, "already_open", detail, handoff=handoff.pk, state=handoff.state).response()


@api.exception_handler(TooLate)
def refuse_too_late(request: HttpRequest, error: TooLate) -> HttpResponse:
    handoff = error.handoff
    detail = f"Someone was faster: handoff {handoff.pk} is {handoff.state}."
    return Problem(409, "too_late", detail, handoff=handoff.pk, state=handoff.state).response()
