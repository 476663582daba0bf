"""Times are in the viewer's zone, wherever on the page they stand, and waits are told by their colour and in words."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from apps.conversations.operations import know_customer
from apps.handoffs.models import Handoff
from apps.people.models import Team


@pytest.mark.parametrize(("chosen", "shown"), [("", "Asia/Tokyo"), ("UTC", "UTC"), ("America/Lima", "America/Lima")])
def test_they_are_the_agents_own_or_else_the_browsers(visit, chat, alice, chosen, shown):
    alice.time_zone = chosen
    alice.save()
    said = chat.messages.get(position=1).sent_at.astimezone(ZoneInfo(shown)).strftime("%H:%M")
    page = visit(f"/embed/c/{chat.pk}/", alice, timezone_id="Asia/Tokyo", locale="en-GB")
    page.locator(".summary .turn").first.click()
    expect(page.locator("#beside [aria-current] time")).to_contain_text(said)
    page.goto(f"/c/{chat.pk}/")
    expect(page.locator("#turn-1 time")).to_have_text(said)


@pytest.mark.parametrize("zone", ["America/Lima", "Asia/Tokyo"])
def test_a_day_without_a_time_is_that_day_everywhere(visit, chat, alice, zone):
    know_customer(chat.customer.reference, history=[{"at": "2026-11-20", "summary": "Late parcel"}])
    page = visit(f"/c/{chat.pk}/", alice, timezone_id=zone, locale="en-GB")
    expect(page.locator(".customer__past time")).to_have_text("20 Nov 2026")


def test_the_server_counts_days_by_the_clock_of_whoever_has_chosen_none(visit, chat, alice):
    page = visit(f"/c/{chat.pk}/", alice, timezone_id="Asia/Tokyo")
    expect(page.locator("#turn-1 time")).to_have_attribute("title", re.compile("."))  # scripts have run
    page.reload()
    expect(page.locator('meta[name="server-time"]')).to_have_attribute("content", re.compile(r"\+09:00$"))


@pytest.mark.parametrize(
    ("waited", "level", "said"), [(30, None, ""), (90, "warn", "waiting long"), (150, "bad", "overdue")]
)
def test_a_wait_turns_amber_then_red_by_the_teams_targets(visit, waiting, alice, waited, level, said):
    Team.objects.update(amber_after=60, red_after=120)
    Handoff.objects.update(queued_at=timezone.now() - timedelta(seconds=waited))
    page = visit(f"/c/{waiting.conversation_id}/", alice)
    for place in (".inbox", ".header"):
        timer = page.locator(f"{place} .timer")
        expect(timer).to_have_text(re.compile(rf"^{waited // 60}:\d\d$"))
        assert timer.get_attribute("data-level") == level
        expect(timer).to_have_js_property("title", said)
