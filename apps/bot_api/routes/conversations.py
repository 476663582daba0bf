from typing import Annotated

from django.http import HttpResponse
from ninja import Path, Router

from apps.conversations import operations as conversations

from .. import mirror, states
from ..answers import Held, Mirrored
from ..doorkeeper import BotRequest
from ..idempotency import NEEDS_KEY, TAKES_KEY, once
from ..reading import check_text
from ..schemas import NAME, Mirror, Outcome

router = Router(tags=["Conversations"])
Named = Annotated[str, Path(min_length=1, max_length=200, pattern=NAME)]


@router.post(
    "/conversations/{path:reference}/messages", response=Mirrored, summary="Mirror messages", openapi_extra=TAKES_KEY
)
def receive_messages(request: BotRequest, reference: Named, payload: Mirror) -> HttpResponse:
    """Up to 200 turns, oldest first. Needs an Idempotency-Key unless every message has an id."""
    check_text(reference, "reference")
    has_ids = all(message.id for message in payload.messages)
    return once(request, lambda: mirror.receive(request.auth, reference, payload), is_repeatable=has_ids)


@router.post(
    "/conversations/{path:reference}/outcome", response=Held, summary="Say how it ended", openapi_extra=NEEDS_KEY
)
def note_outcome(request: BotRequest, reference: Named, payload: Outcome) -> HttpResponse:
    check_text(reference, "reference")

    def change() -> dict:
        conversation = mirror.conversation_of(request.auth, reference)
        conversations.note_outcome(conversation, outcome=payload.outcome or "", csat=payload.csat)
        return states.of_conversation(conversation)

    return once(request, change)


@router.get("/conversations/{path:reference}", response=Held, summary="Who may speak")
def show_conversation(request: BotRequest, reference: Named) -> dict:
    """Holder and epoch: ask before speaking when you have missed events."""
    check_text(reference, "reference")
    return states.of_conversation(mirror.conversation_of(request.auth, reference))
