"""Times are in the viewer's zone, wherever on the page they stand."""

from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(("chosen", "shown"), [("UTC", "Asia/Tokyo"), ("America/Lima", "America/Lima")])
def test_they_are_the_agents_own_or_else_the_browsers(visit, chat, alice, chosen, shown):
    alice.time_zone = chosen
    alice.save()
    said = chat.messages.get(position=1).sent_at.astimezone(ZoneInfo(shown)).strftime("%H:%M")
    page = visit(f"/embed/c/{chat.pk}/", alice, timezone_id="Asia/Tokyo", locale="en-GB")
    page.locator(".summary .turn").first.click()
    expect(page.locator("#beside [aria-current] time")).to_contain_text(said)
    page.goto(f"/c/{chat.pk}/")
    expect(page.locator("#turn-1 time")).to_have_text(said)
