from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router

from .. import feed
from ..answers import Events
from ..doorkeeper import BotRequest
from ..idempotency import answered
from ..reading import check_text, only

router = Router(tags=["Events"])


@router.get("/events", response=Events, summary="Pull events")
async def pull_events(
    request: BotRequest,
    after: Annotated[str, Query(max_length=40, description="The last cursor you have dealt with, or `latest`.")] = "",
    wait: Annotated[float, Query(ge=0, le=feed.LONGEST_WAIT, description="Seconds to wait for one.")] = 0,
) -> HttpResponse:
    """Asking with a cursor says that everything up to it has reached you."""
    only(request, "after", "wait")
    check_text(after, "after")
    return answered(await feed.follow(request.auth, after, wait), 200)
