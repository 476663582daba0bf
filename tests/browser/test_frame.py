"""The column in another desk's frame: what differs there from the workspace."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from apps.assist import operations as assist
from apps.handoffs import operations as handoffs

from .chat_page import box, expect_state


@pytest.fixture
def frame(visit, chat, alice) -> Page:
    page = visit(f"/embed/c/{chat.pk}/", alice, width=360)
    expect_state(page, "connected")
    return page


def test_a_chat_that_went_elsewhere_leaves_nothing_to_press_in_vain(frame, claimed, alice, technical):
    handoffs.transfer_to_team(claimed, agent=alice, team=technical)
    expect(frame.get_by_text("No longer yours")).to_be_visible()
    for name in ("Send", "Mark done", "Hand back to bot", "Yes"):
        expect(frame.get_by_role("button", name=name)).to_have_count(0)
    expect(frame.get_by_role("link", name="Back to the inbox")).to_have_attribute("target", "_blank")


def test_one_signs_in_beside_the_frame_because_the_sign_in_page_may_not_stand_in_it(frame, chat):
    Session.objects.all().delete()
    link = frame.get_by_role("alert").get_by_role("link", name="Sign in")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("href", f"/accounts/login/?next=/c/{chat.pk}/")


@pytest.mark.complaint("409 .*/unsent/", because="another tab has saved other words")
def test_at_320_pixels_nothing_runs_out_of_it(frame, chat, alice):
    assist.save_unsent(chat, alice, "from another tab, and enough words of it to take more than one line")
    frame.set_viewport_size({"width": 320, "height": 768})
    box(frame).fill("Could you give me your order number?")
    expect(frame.locator(".guard__line", has_text="another tab")).to_be_visible()
    assert frame.locator(".guard__words").first.bounding_box()["width"] > 180
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert frame.locator(".brief__parts").evaluate("column => column.scrollWidth <= column.clientWidth")
