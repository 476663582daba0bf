from django.http import HttpResponse
from ninja import Router

from apps.handoffs import operations as handoffs

from .. import opening, states
from ..answers import HandoffOpened, HandoffState
from ..doorkeeper import BotRequest
from ..idempotency import NEEDS_KEY, once
from ..schemas import Cancel, Handoff

router = Router(tags=["Handoffs"])


@router.post("/handoffs", response={201: HandoffOpened}, summary="Hand over to a person", openapi_extra=NEEDS_KEY)
def open_handoff(request: BotRequest, payload: Handoff) -> HttpResponse:
    """Only the customer's reference and a transcript, or the reference of a mirrored conversation, are required."""
    return once(request, lambda: opening.hand_over(request.auth, payload), status=201)


@router.get("/handoffs/{handoff_id}", response=HandoffState, summary="How a handoff stands")
def show_handoff(request: BotRequest, handoff_id: int) -> dict:
    return states.of_handoff(states.handoff_of(request.auth, handoff_id))


@router.post(
    "/handoffs/{handoff_id}/cancel", response=HandoffState, summary="Withdraw a handoff", openapi_extra=NEEDS_KEY
)
def cancel_handoff(request: BotRequest, handoff_id: int, payload: Cancel | None = None) -> HttpResponse:
    """The customer left, or no longer needs a person. You hold the conversation again."""

    def change() -> dict:
        handoff = states.handoff_of(request.auth, handoff_id)
        handoffs.cancel(handoff, reason=payload.reason if payload else "")
        return states.of_handoff(states.handoff_of(request.auth, handoff_id))

    return once(request, change)
