"""What became of the suggested reply is written down with the reply that was sent."""

import pytest

from apps.assist import operations as assist
from apps.assist.models import DraftUse
from apps.workspace.view import ConversationView

from .brief import write_brief

OFFERED = "Hi Maya, the second payment of €89.00 goes back to your Visa today. You keep the order as it is."


@pytest.fixture
def draft(claimed):
    write_brief(claimed.conversation)
    draft = claimed.conversation.drafts.get()
    draft.text = OFFERED
    draft.save()
    return draft


@pytest.fixture
def send(as_agent, claimed, alice):
    def post(text: str, draft="") -> DraftUse:
        form = {"text": text, "token": text, "draft": getattr(draft, "pk", draft)}
        as_agent(alice).post(f"/c/{claimed.conversation_id}/reply/", form, headers={"HX-Request": "true"})
        return DraftUse.objects.get()

    return post


@pytest.mark.parametrize(
    ("sent", "outcome"),
    [
        (OFFERED, "as_is"),
        (OFFERED.replace("Hi Maya", "Hello Maya"), "light_edit"),
        (OFFERED.replace("€89.00", "€98.00"), "rewritten"),
        (OFFERED.replace("today", "on Friday"), "rewritten"),
        (OFFERED.replace("Visa", "Mastercard"), "rewritten"),
        (OFFERED.replace("goes back", "never goes back"), "rewritten"),
        ("I have asked a colleague in the warehouse.", "own_words"),
    ],
)
def test_the_outcome_is_stored_with_the_reply(draft, send, sent, outcome):
    use = send(sent, draft)
    assert (use.outcome, use.draft, use.message.text) == (outcome, draft, sent)


def test_an_offer_that_was_not_taken_is_compared_too(draft, send):
    assert send(OFFERED).outcome == "as_is"
    assert DraftUse.objects.get().draft == draft


def test_where_nothing_was_offered_the_words_are_the_agents_own(send):
    assert (send("Hello Maya").outcome, DraftUse.objects.get().draft) == ("own_words", None)


def test_discarding_is_stored_and_the_offer_is_gone(draft, as_agent, claimed, alice):
    form = {"draft": draft.pk, "text": ""}
    as_agent(alice).post(f"/c/{claimed.conversation_id}/discard/", form, headers={"HX-Request": "true"})
    draft.refresh_from_db()
    assert (draft.discarded_by, bool(draft.discarded_at)) == (alice, True)
    assert ConversationView(alice, claimed.conversation).offer.draft is None
    assist.refresh_brief(claimed.conversation_id)
    assert not claimed.conversation.drafts.filter(text=OFFERED, discarded_at=None)
