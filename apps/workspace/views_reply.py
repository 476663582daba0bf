"""Clicks around the reply box: send, note, keep what is typed, ask for another draft."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.assist import operations as assist
from apps.assist.models import Draft
from apps.assist.reask import already_answered
from apps.conversations import operations as conversations
from apps.conversations.masking import mask_cards
from apps.conversations.models import Conversation, Message
from apps.conversations.queries import conversation_for
from apps.conversations.refusals import NotHolder
from apps.people.requests import agent_of

from . import parts
from .answers import MOVED, found, painted, refused, signed_in, who_has_it
from .items import Item
from .offer import Offer
from .view import ConversationView

LONGEST = 64_000  # characters of a reply or a note
AROUND = ("header", "offer")  # parts that go with the box


@require_POST
@signed_in
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Send. The token makes a double click, or a second try after a lost answer, the same reply."""
    conversation, agent = found(conversation_for, request, pk), agent_of(request)
    text, token = _text(request), _token(request)
    offered = _draft(conversation, request) or ConversationView(agent, conversation).offer.draft
    if fault := _fault(text if token else "", _("There is nothing to send.")):
        return refused(request, pk, AROUND, fault, status=422, level="error")
    try:
        message = conversations.send_reply(conversation, agent=agent, text=text, token=token)
    except NotHolder as late:
        kept = _("Not sent: %(who)s Your text is kept.") % {"who": who_has_it(late.conversation)}
        return refused(request, pk, AROUND, kept, level="error")
    if message.text != mask_cards(text):
        return _reworded(request, conversation, text)
    assist.record_use(message, agent, offered)
    revision = assist.clear_unsent(conversation, agent)
    return _revised(_said(request, pk, message, (*AROUND, "guard")), revision)


@require_POST
@signed_in
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Between agents; whoever is named with @ hears of it. The token makes a second try the same note."""
    conversation, agent = found(conversation_for, request, pk), agent_of(request)
    text, token = _text(request), _token(request)
    if fault := _fault(text if token else "", _("The note is empty.")):
        return refused(request, pk, AROUND, fault, status=422, level="error")
    view = ConversationView(agent, conversation)
    mentions = [colleague for colleague in view.mentionable if f"@{colleague.name}" in text]
    message = conversations.write_note(conversation, agent=agent, text=text, token=token, mentions=mentions)
    if message.text != mask_cards(text):
        return _reworded(request, conversation, text, is_note=True)
    return _revised(_said(request, pk, message, ()), assist.clear_unsent(conversation, agent, is_note=True))


@require_POST
@signed_in
def unsent(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is being typed, and say whether it asks for what is known. 409: another tab has typed since."""
    conversation, agent = found(conversation_for, request, pk), agent_of(request)
    is_note = request.POST.get("is_note") == "1"
    text, known = request.POST.get("text", "").replace("\0", "")[:LONGEST], request.POST.get("revision", "")
    view = ConversationView(agent, conversation)
    try:
        kept = assist.save_unsent(
            conversation,
            agent,
            text,
            draft=_draft(conversation, request),
            is_note=is_note,
            revision=int(known) if known.isascii() and known.isdigit() else None,
        )
    except assist.Conflict as conflict:
        place = "elsewhere-note" if is_note else "elsewhere"
        html = parts.render_one(view, "elsewhere", place=place, unsent=conflict.unsent)
        return _revised(HttpResponse(html, status=409), conflict.unsent.revision)
    return _revised(HttpResponse("" if is_note else _about_what_is_typed(view, text)), kept.revision)


@require_POST
@signed_in
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """None of it: what is offered now, and what the box was filled from."""
    conversation, agent = found(conversation_for, request, pk), agent_of(request)
    offered = ConversationView(agent, conversation).offer.draft
    for draft in filter(None, [_draft(conversation, request), offered]):
        assist.discard_draft(draft, agent)
    return painted(request, pk, ["offer"])


@require_POST
@signed_in
def rewrite(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the draft shorter, warmer or again; what is in the box stays there until the agent takes it."""
    conversation, agent = found(conversation_for, request, pk), agent_of(request)
    how, view = request.POST.get("how", ""), ConversationView(agent, conversation)
    if view.draft is None or how not in assist.HOW:
        return refused(request, pk, AROUND, _("There is no suggestion to rewrite."), status=422, level="error")
    try:
        assist.rewrite_draft(view.draft, how, agent)
    except assist.NothingToOffer:
        return refused(request, pk, AROUND, _("There is no other way to say it."), status=422, level="error")
    view = ConversationView(agent, conversation)
    view.offer = Offer(view, typed=request.POST.get("text", ""))
    return HttpResponse(parts.render(view, ["offer"]))


@require_POST
@signed_in
def retry(request: HttpRequest, pk: int, message: int) -> HttpResponse:
    """Deliver a reply that did not reach the bot's channel once more, while the agent holds the chat."""
    conversation, agent = found(conversation_for, request, pk), agent_of(request)
    failed = conversation.messages.filter(pk=message, delivery=Message.Delivery.FAILED).first()
    if failed is None:
        return HttpResponse(status=204)
    try:
        conversations.resend_reply(failed, agent=agent)
    except NotHolder as late:
        return _said(request, pk, failed, MOVED, who_has_it(late.conversation))
    return _said(request, pk, failed, ())


def _about_what_is_typed(view: ConversationView, text: str) -> str:
    """What it asks for again, and the offer beside it: one that came before these words were known takes no note of
    them."""
    view.offer = Offer(view, typed=text)
    guard = parts.render_one(view, "guard", answered=already_answered(view.conversation, text))
    return guard + parts.render(view, ["offer"] if view.offer.is_new_version else [])


def _said(request: HttpRequest, pk: int, message: Message, names: tuple[str, ...], notice: str = "") -> HttpResponse:
    """The turn where it belongs, and the parts it changed."""
    view = ConversationView(agent_of(request), found(conversation_for, request, pk))
    message = view.conversation.messages.select_related("author").get(pk=message.pk)
    html = parts.render_items(view, [Item(message)]) + parts.render(view, names)
    return HttpResponse(html + (parts.render_notice(notice, level="warning") if notice else ""))


def _reworded(request: HttpRequest, conversation: Conversation, text: str, *, is_note: bool = False) -> HttpResponse:
    """It went out before, in other words, and that answer was lost. These are not swallowed: the agent sees both."""
    kept = assist.save_unsent(conversation, agent_of(request), text, is_note=is_note)
    why = _("An earlier wording of it stands in the conversation. Your text is kept.")
    return _revised(refused(request, conversation.pk, AROUND, why, level="error"), kept.revision)


def _revised(answer: HttpResponse, revision: int) -> HttpResponse:
    """With the revision that is kept of what the box holds."""
    answer["X-Revision"] = str(revision)
    return answer


def _fault(text: str, empty: str) -> str:
    """What keeps it from being sent, in words. Nothing is ever cut: what is too long stays in the box."""
    if len(text) > LONGEST:
        return _("Not sent: it is longer than 64,000 characters. Your text is kept.")
    return "" if text else empty


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\0", "").replace("\r\n", "\n").strip()


def _token(request: HttpRequest) -> str:
    return request.POST.get("token", "")[:100]


def _draft(conversation: Conversation, request: HttpRequest) -> Draft | None:
    """The draft the box was filled from."""
    pk = request.POST.get("draft", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    return conversation.drafts.filter(pk=pk).first()
