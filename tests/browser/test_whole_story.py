"""A chat from the queue to a person and back to the bot, with everyone who takes part as they really do."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from apps.bot_api.operations import create_key
from apps.conversations.models import Message
from apps.feedback.models import HandoffRating
from apps.handoffs import operations as handoffs
from apps.knowledge.operations import import_article
from handoff_client import Client

from .chat_page import box, expect_kept, expect_notice, expect_state, just_before, offer_again, sign_in


@pytest.fixture
def bot(botto, console) -> Iterator[Client]:
    """Botto over the public API, with a real key."""
    with Client(console, create_key(botto)[1]) as client:
        yield client


def event_of(bot: Client, kind: str) -> dict:
    return next(event for event in bot.events() if event["type"] == kind)


def test_a_chat_goes_from_the_queue_to_a_person_and_back_to_the_bot(visit, alice, billing, bot, worker):
    import_article(
        slug="duplicate-charges",
        title="Duplicate charges: refund within 30 days",
        body="Two booked payments of the same amount are a duplicate charge. Refund the second payment in full.",
        steps=[
            {"do": "Refund the second payment", "why": "Two payments are a duplicate.", "say": "It goes back today."}
        ],
    )
    opened = bot.hand_over(
        conversation="chat-7",
        customer={"reference": "cust-7", "name": "Maya Okafor"},
        transcript=[
            {"role": "customer", "text": "I have a duplicate charge, two payments for order 48213", "id": "c1"},
            {"role": "bot", "text": "It may be a pending hold.", "id": "b1", "confidence": 0.4},
            {"role": "customer", "text": "No, both are booked. I want a person.", "id": "c2"},
        ],
        reason="explicit_request",
    )
    page = visit("/")
    sign_in(page, alice)
    page.locator(f"[data-waiting='{opened['id']}']").click()
    page.locator("[data-command=claim]").press("c")

    expect(page.locator(".summary")).to_contain_text("48213")
    expect(box(page)).to_have_value(re.compile(r"\w"))
    box(page).press("Control+End")
    box(page).press_sequentially(" One moment please.")
    box(page).press("Control+Enter")
    expect(page.locator(".message--agent")).to_contain_text("One moment please.")
    expect(box(page)).not_to_have_value(re.compile("One moment please"))
    assert event_of(bot, "reply.sent")["data"]["message"]["text"].endswith("One moment please.")

    bot.send_messages("chat-7", [{"role": "customer", "text": "thanks, that is all", "id": "c3"}])
    expect(page.locator(".message--customer").last).to_contain_text("thanks, that is all")

    page.locator(".handback__send").click()
    expect(page.locator(".header__holder")).to_have_text("offered back to the bot")
    bot.accept_handback(event_of(bot, "handback.offered")["data"]["handback"])
    expect(page.locator(".header__holder")).to_have_text("the bot holds this chat")
    expect(page.locator(".handback")).to_contain_text("Accepted by Botto")

    page.locator("body").evaluate("() => document.activeElement.blur()")
    page.keyboard.press("f")
    page.keyboard.press("4")
    expect(page.get_by_role("button", name="Summary: 4 of 5")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("y")
    expect(page.get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "true")
    rating = HandoffRating.objects.get()
    assert (rating.handoff_id, rating.summary, rating.right_team) == (opened["id"], 4, True)


@pytest.mark.complaint("409 .*/claim/", because="Alice was faster")
def test_of_two_who_claim_at_once_the_loser_sees_who_has_it(visit, waiting, alice, bob):
    page = visit(f"/c/{waiting.conversation_id}/", bob)
    expect_state(page, "connected")
    held = []
    page.route("**/claim/", lambda route: held.append(route))
    with page.expect_request("**/claim/"):
        page.locator("[data-command=claim]").click()
    handoffs.claim(waiting, agent=alice)
    expect(page.locator(".header__holder")).to_have_text("Alice Archer holds this chat")
    held.pop().continue_()  # its form is repainted away; its answer counts all the same

    expect_notice(page, "Alice Archer has this chat now")
    expect(page.locator(".composer")).to_be_hidden()


def test_a_colleague_who_looks_is_seen_and_leaves(page, visit, chat, bob):
    other = visit(f"/c/{chat.pk}/", bob)
    expect(page.locator(".beholders")).to_contain_text("Bob Brook is looking at this chat")

    other.close()
    expect(page.locator(".beholders__one")).to_have_count(0)


def test_a_newer_draft_leaves_words_and_caret_alone(page, chat):
    box(page).fill("Hello Maya, goodbye")
    expect_kept(page)
    box(page).evaluate("box => box.setSelectionRange(10, 10)")
    offer_again(chat, "The second payment goes back today.")

    expect(page.get_by_text("New version · review")).to_be_visible()
    page.keyboard.type("!")
    expect(box(page)).to_have_value("Hello Maya!, goodbye")
    page.reload()
    expect(box(page)).to_have_value("Hello Maya!, goodbye")


@pytest.mark.complaint("409 .*/reply/", because="Bob has the chat, so the reply is refused")
def test_a_reply_after_the_chat_was_lost_is_refused_and_kept(page, claimed, chat, alice, bob):
    box(page).fill("The refund is on its way")
    expect_kept(page)
    team = claimed.team
    just_before(page, "**/reply/", lambda: handoffs.transfer_to_agent(claimed, agent=alice, to=bob, team=team))
    box(page).press("Control+Enter")

    expect_notice(page, "Not sent: Bob Brook has this chat now. Your text is kept.")
    expect(page.locator(".header__holder")).to_have_text("Bob Brook holds this chat")
    expect(box(page)).to_have_value("The refund is on its way")
    assert not chat.messages.filter(role=Message.Role.AGENT).exists()
    page.reload()
    expect(box(page)).to_have_value("The refund is on its way")
