from django.db import transaction
from django.http import HttpResponse
from ninja import Router

from apps.handoffs import operations as handoffs

from .. import states
from ..answers import HandoffState
from ..doorkeeper import BotRequest
from ..idempotency import TAKES_KEY, once
from ..schemas import Refusal

router = Router(tags=["Handbacks"])


@router.post(
    "/handbacks/{handback_id}/accept",
    response=HandoffState,
    summary="Take the conversation back",
    openapi_extra=TAKES_KEY,
)
def accept_handback(request: BotRequest, handback_id: int) -> HttpResponse:
    """From the answer on you hold the conversation, at the epoch it names. Saying it twice is harmless."""

    @transaction.atomic  # nobody moves it between the change and its answer
    def change() -> dict:
        handback = states.handback_of(request.auth, handback_id)
        handoffs.accept_handback(handback)
        return states.of_handoff(states.handoff_of(request.auth, handback.handoff_id))

    return once(request, change, is_repeatable=True)


@router.post(
    "/handbacks/{handback_id}/refuse",
    response=HandoffState,
    summary="Leave it with the people",
    openapi_extra=TAKES_KEY,
)
def refuse_handback(request: BotRequest, handback_id: int, payload: Refusal | None = None) -> HttpResponse:
    """The agent has the conversation back, with your reason. Saying it twice is harmless."""

    @transaction.atomic  # nobody moves it between the change and its answer
    def change() -> dict:
        handback = states.handback_of(request.auth, handback_id)
        handoffs.refuse_handback(handback, reason=payload.reason if payload else "")
        return states.of_handoff(states.handoff_of(request.auth, handback.handoff_id))

    return once(request, change, is_repeatable=True)
