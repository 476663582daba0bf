from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router

from .. import deliveries
from ..answers import Deliveries, Delivery
from ..doorkeeper import BotRequest
from ..idempotency import NEEDS_KEY, once
from ..reading import only

router = Router(tags=["Webhook deliveries"])


@router.get("/deliveries", response=Deliveries, summary="What was pushed")
def list_deliveries(
    request: BotRequest,
    state: deliveries.State | None = None,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> dict:
    """Newest first, 50 at a time; go on with `before=next`."""
    only(request, "state", "before")
    return deliveries.page_of(request.auth, state=state, before=before)


@router.get("/deliveries/{delivery_id}", response=Delivery, summary="One delivery and its attempts")
def show_delivery(request: BotRequest, delivery_id: int) -> dict:
    return deliveries.detail(deliveries.delivery_of(request.auth, delivery_id))


@router.post(
    "/deliveries/{delivery_id}/replay", response={202: Delivery}, summary="Push it once more", openapi_extra=NEEDS_KEY
)
def replay_delivery(request: BotRequest, delivery_id: int) -> HttpResponse:
    def change() -> dict:
        delivery = deliveries.delivery_of(request.auth, delivery_id)
        return deliveries.detail(deliveries.replay(request.auth, delivery))

    return once(request, change, status=202)
