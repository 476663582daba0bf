"""A page that stays open while its chat goes to the bot and comes back: what stands on it is of the handoff of now."""

import pytest
from playwright.sync_api import Page, expect

from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback, Handoff, State

from .chat_page import expect_notice, expect_state


@pytest.fixture
def page(visit, chat, alice) -> Page:
    """Alice has given the chat to the bot and taken it over again."""
    page = visit(f"/c/{chat.pk}/", alice)
    expect_state(page, "connected")
    comment(page, "of the first")
    expect(page.locator(".seam--handoffclaimed")).to_have_count(1)
    page.get_by_role("button", name="Hand back to bot").click()
    expect(page.get_by_text("Waiting for Botto")).to_be_visible()
    handoffs.accept_handback(Handback.objects.get())
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".seam--handoffclaimed")).to_have_count(2)
    return page


def comment(page: Page, words: str) -> None:
    box = page.get_by_label("Comment on this handoff")
    if not box.is_visible():
        page.locator(".rate__more summary").click()
    expect(box).to_have_value("")
    box.fill(words)
    with page.expect_response("**/rate/"):
        page.keyboard.press("Tab")


def test_it_is_resolved(page, chat):
    page.get_by_role("button", name="Resolve", exact=True).click()
    page.locator("#resolve").get_by_role("button", name="Resolve", exact=True).click()
    expect_notice(page, "Resolved")
    assert chat.handoffs.latest("id").state == State.CLOSED


def test_it_is_put_back_into_the_queue(page, chat):
    page.get_by_role("button", name="Transfer", exact=True).click()
    page.get_by_role("button", name="Put back into the queue").click()
    expect_notice(page, "Back in the queue")
    assert chat.handoffs.latest("id").state == State.WAITING


def test_it_is_transferred(page, chat, technical):
    page.get_by_role("button", name="Transfer", exact=True).click()
    page.get_by_label(technical.name).check()
    page.locator("#transfer").get_by_role("button", name="Transfer", exact=True).click()
    expect(page.get_by_text("No chat open")).to_be_visible()
    assert chat.handoffs.latest("id").team == technical


def test_a_comment_is_of_the_handoff_that_is_rated(page, chat, alice):
    comment(page, "of the second")
    said = chat.handoffs.order_by("id").values_list("ratings__comment", flat=True)
    assert list(said) == ["of the first", "of the second"]


def test_a_page_from_before_the_first_handoff_has_all_of_it(visit, conversation, ada, billing, technical):
    page = visit(f"/c/{conversation.pk}/", ada)
    expect_state(page, "connected")
    handoffs.open_handoff(conversation, team=billing)
    page.get_by_role("button", name="Claim", exact=True).click()
    page.get_by_role("button", name="Transfer", exact=True).click()
    choices = page.locator("#transfer .choices")
    expect(choices.get_by_label(technical.name)).to_be_focused()
    expect(choices.get_by_label(billing.name)).to_have_count(0)  # it is there already
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Resolve", exact=True).click()
    page.locator("#resolve").get_by_role("button", name="Resolve", exact=True).click()
    expect_notice(page, "Resolved")
    assert Handoff.objects.get().state == State.CLOSED
