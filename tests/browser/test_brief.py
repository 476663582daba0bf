"""The right column in an agent's hands: by keyboard, and while the page repaints itself."""

import re

import pytest
from django.db import transaction
from playwright.sync_api import expect

from apps.conversations import events
from apps.conversations import operations as conversations
from apps.conversations.models import Conversation
from apps.conversations.turns import Turn
from apps.feedback.models import HandoffRating
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback
from tests.workspace.brief import write_brief

from .chat_page import expect_notice, expect_state


def test_a_handoff_is_rated_in_three_keys(visit, chat, alice):
    page = visit(f"/c/{chat.pk}/", alice)
    page.keyboard.press("f")
    page.keyboard.press("4")
    expect(page.get_by_label("Summary: 4 of 5")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("y")
    expect(page.get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "true")
    rating = HandoffRating.objects.get()
    assert (rating.summary, rating.right_team) == (4, True)


def test_a_repaint_closes_nothing_and_takes_no_word(visit, chat, alice, assert_accessible):
    # Tall enough for all of it: a row half behind the feet, which stay in place, counts as a target too small to hit.
    page = visit(f"/c/{chat.pk}/", alice, height=1200)
    page.get_by_text("Duplicate charges: refund within 30 days").click()
    page.locator(".rate__more summary").click()
    page.get_by_label("Comment on this handoff").fill("half a though")
    page.get_by_label("Comment on this handoff").press("End")
    write_brief(chat, version=2, words=46)
    with transaction.atomic():
        events.record(chat, "brief.written")
    expect(page.get_by_text("46 words")).to_be_visible()
    expect(page.locator(".sources__passage mark >> nth=0")).to_be_visible()
    expect(page.get_by_label("Comment on this handoff")).to_have_value("half a though")
    assert_accessible(page)


def test_a_summary_that_gets_shorter_pulls_nothing_up_under_the_pointer(visit, chat, alice):
    page = visit(f"/c/{chat.pk}/", alice)
    stood = page.locator(".action").bounding_box()
    write_brief(chat, version=2, words=4, claims=[{"text": "Charged twice.", "turns": [1]}])
    with transaction.atomic():
        events.record(chat, "brief.written")
    expect(page.locator(".summary__text")).to_have_text("Charged twice.turn1")
    assert page.locator(".action").bounding_box() == stood


def test_a_rating_that_is_given_leaves_the_brief_its_room(visit, chat, alice):
    page = visit(f"/c/{chat.pk}/", alice)
    page.get_by_label("Summary: 2 of 5").click()
    page.get_by_role("button", name="Too long").click()
    chosen, other = (page.get_by_role("button", name=name) for name in ("Too long", "Outdated"))
    expect(chosen).to_have_attribute("aria-pressed", "true")
    expect(other).to_be_visible()
    page.get_by_label("Reply to").focus()
    expect(other).to_be_hidden()
    chosen.click()  # the first press unfolds again, and nothing moved under it
    expect(other).to_be_visible()


def test_a_source_goes_into_the_reply(visit, chat, alice):
    page = visit(f"/c/{chat.pk}/", alice)
    page.get_by_label("Reply to").fill("Hello.")
    page.get_by_text("Duplicate charges: refund within 30 days").click()
    page.get_by_role("button", name="Insert quote").first.click()
    expect(page.get_by_label("Reply to")).to_have_value(
        "Hello. Refund the second payment in full within 30 days of the charge."
    )


def test_a_link_to_a_source_goes_into_the_reply(visit, chat, alice):
    page = visit(f"/c/{chat.pk}/", alice)
    page.get_by_label("Reply to").fill("See")
    page.get_by_text("Duplicate charges: refund within 30 days").click()
    page.get_by_role("button", name="Insert link").first.click()
    expect(page.get_by_label("Reply to")).to_have_value("See https://help.example.com/articles/1")


@pytest.mark.parametrize("what", [".summary .turn >> nth=0", ".facts__one:first-child dt", ".why__signals a"])
def test_where_it_was_said_is_marked_while_the_pointer_is_on_it(visit, chat, claimed, alice, what):
    claimed.evidence = chat.messages.get(position=1)
    claimed.save()
    page = visit(f"/c/{chat.pk}/", alice)
    expect(page.locator(".message[data-marked]")).to_have_count(0)
    page.locator(what).hover()
    expect(page.locator(".message[data-marked]")).to_have_attribute("data-position", "1")
    page.locator(".header h1").hover()
    expect(page.locator(".message[data-marked]")).to_have_count(0)


def test_an_old_conversation_opens_beside_and_never_away(visit, chat, alice, botto, maya, billing):
    old = conversations.open_conversation(botto, "chat-0", customer=maya)
    conversations.receive_messages(old, [Turn("customer", "where is my parcel?", "o1")])
    Conversation.objects.filter(pk=old.pk).update(team=billing)
    page = visit(f"/c/{chat.pk}/", alice)
    page.get_by_label("Reply to").fill("half a sentence")
    page.locator(".customer__past a").click()
    expect(page.get_by_role("dialog", name="Maya Okafor")).to_contain_text("where is my parcel?")
    expect(page).to_have_url(re.compile(f"/c/{chat.pk}/$"))
    expect(page.get_by_label("Reply to")).to_have_value("half a sentence")


def test_a_fact_is_copied_by_a_press(visit, chat, alice):
    page = visit(f"/c/{chat.pk}/", alice)
    page.context.grant_permissions(["clipboard-read"])
    page.locator(".facts__value").first.click()
    expect_notice(page, "Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "48213"


def test_the_brief_for_the_bot_is_edited_beside_and_sent(visit, chat, alice, assert_accessible):
    page = visit(f"/c/{chat.pk}/", alice)
    page.get_by_role("button", name="Edit the brief first").click()
    beside = page.get_by_role("dialog", name="Brief for Botto")
    expect(beside).to_be_visible()
    assert_accessible(page)
    beside.get_by_label("Done").fill("Refund made\nReference sent")
    beside.get_by_role("button", name="Hand back with this brief").click()
    expect(beside).to_be_hidden()
    expect(page.get_by_text("Waiting for Botto")).to_be_visible()
    assert Handback.objects.get().brief["done"] == ["Refund made", "Reference sent"]
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("button", name="Hand back to bot")).to_be_visible()


def test_escape_closes_what_opened_beside_and_gives_the_focus_back(visit, chat, alice):
    page = visit(f"/c/{chat.pk}/", alice)
    opener = page.get_by_role("button", name="Edit the brief first")
    opener.click()
    expect(page.locator("#beside-title")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#beside")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_refusal_comes_by_itself(visit, chat, claimed, alice, assert_accessible):
    page = visit(f"/c/{chat.pk}/", alice)
    page.keyboard.press("h")
    expect(page.get_by_text("Waiting for Botto")).to_be_visible()
    handoffs.refuse_handback(Handback.objects.get(), reason="Not trained for refunds")
    expect(page.locator(".handback__trouble")).to_contain_text("Not trained for refunds")
    expect(page.get_by_role("button", name="Hand back to bot")).to_be_visible()
    assert_accessible(page)


def test_where_something_was_said_opens_beside_in_another_desks_frame(visit, chat, alice, assert_accessible):
    page = visit(f"/embed/c/{chat.pk}/", alice, width=360)
    claim = page.locator(".summary .turn").first
    claim.click()
    beside = page.get_by_role("dialog", name="Turn 1")
    expect(beside.locator("[aria-current]")).to_contain_text("I was charged twice for order 48213")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)
    with page.expect_popup() as opened:
        beside.get_by_role("link", name="Show it in the conversation").click()
    expect(opened.value.locator("#turn-1:target")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(beside).to_be_hidden()
    expect(claim).to_be_focused()


def test_a_turn_from_long_ago_opens_beside_and_a_link_to_one_shows_it(visit, chat, alice):
    conversations.receive_messages(chat, [Turn("customer", f"line {n}", f"l{n}") for n in range(60)])
    page = visit(f"/c/{chat.pk}/#turn-40", alice)
    expect(page.locator("#turn-40")).to_be_in_viewport()
    page.locator(".summary .turn").first.click()
    beside = page.get_by_role("dialog", name="Turn 1")
    expect(beside.locator("[aria-current]")).to_contain_text("I was charged twice for order 48213")
    expect(beside.get_by_role("link")).to_have_count(0)


def test_the_frame_in_another_desk_is_live_and_takes_clicks(visit, chat, alice):
    page = visit(f"/embed/c/{chat.pk}/", alice, width=360)
    conversations.correct_intent(chat, agent=alice, intent="billing")
    expect(page.locator(".why__by")).to_be_visible()
    page.get_by_role("button", name="Mark done").click()
    expect(page.get_by_text("✓ Done")).to_be_visible()


def test_escape_closes_the_correction_of_the_intent_and_gives_the_focus_back(visit, chat, alice, assert_accessible):
    page = visit(f"/c/{chat.pk}/", alice)
    expect_state(page, "connected")
    opener, choice = page.locator(".why__intent"), page.get_by_label("What the customer wants")
    opener.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(choice).to_be_focused()
    assert_accessible(page)
    with transaction.atomic():
        events.record(chat, "intent.corrected")
    expect(choice).to_be_focused()
    page.keyboard.press("Escape")
    expect(choice).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize(("place", "width"), [("/c", 1366), ("/c", 390), ("/embed/c", 320)])
def test_the_intent_is_corrected_below_its_name_and_closed(visit, chat, alice, place, width):
    page = visit(f"{place}/{chat.pk}/", alice, width=width)
    if width == 390:
        page.locator("#pane-brief").check(force=True)
    opener, choice = page.locator(".why__intent"), page.get_by_label("What the customer wants")
    opener.click()
    below, above = page.locator(".why__correct").bounding_box(), opener.bounding_box()
    assert 0 <= below["y"] - above["y"] - above["height"] < 10
    assert 0 <= below["x"] <= width - below["width"]
    choice.select_option("billing")
    page.get_by_role("button", name="Correct it").click()
    expect(page.locator(".why__by")).to_be_visible()
    expect(choice).to_be_hidden()
    expect(opener).to_be_focused()
