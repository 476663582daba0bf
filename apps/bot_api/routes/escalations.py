from django.http import HttpResponse
from ninja import Router

from .. import advice
from ..answers import Verdict
from ..doorkeeper import BotRequest
from ..idempotency import TAKES_KEY, once
from ..schemas import Signals

router = Router(tags=["Escalations"])


@router.post("/escalations", response=Verdict, summary="Ask whether to hand over", openapi_extra=TAKES_KEY)
def ask(request: BotRequest, payload: Signals) -> HttpResponse:
    """The active policy's advice, with every rule that fired. Asking changes nothing in the conversation."""
    return once(request, lambda: advice.ask(request.auth, payload), is_repeatable=True)
