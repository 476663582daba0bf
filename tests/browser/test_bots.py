"""The pages of bots, in a real browser."""

import pytest
from playwright.sync_api import expect

from apps.bot_api import operations
from apps.conversations.models import Bot, Customer
from apps.people.models import Agent

from .room import fits


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (390, "dark")])
def test_a_bots_pages_are_accessible_and_fit(visit, assert_accessible, ada, botto, width, scheme):
    operations.create_key(botto)
    operations.set_endpoint(botto, "https://bot.example.com/hook")
    page = visit("/bots/", ada, width=width, color_scheme=scheme)
    for path in ("/bots/", "/bots/botto/", "/bots/botto/deliveries/", "/bots/botto/deliveries/?state=dead"):
        page.goto(path)
        assert_accessible(page)
        assert fits(page), path


def test_a_key_is_revoked_only_when_that_is_said_twice(visit, ada, botto):
    key, _ = operations.create_key(botto)
    page = visit("/bots/botto/", ada)
    page.get_by_label(f"Revoke {key}").press("Enter")
    key.refresh_from_db()
    assert key.revoked_at is None
    page.get_by_role("button", name="Revoke for good").click()
    expect(page.get_by_text("Revoked", exact=True)).to_be_visible()


def test_names_without_a_space_stay_on_a_phone(visit, ada, botto, maya):
    endless = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
    Bot.objects.update(name=endless[:80])
    Customer.objects.update(name=endless, reference="9" * 90)
    Agent.objects.update(name=endless)
    operations.disable_endpoint(operations.set_endpoint(botto, "https://bot.example.com/hook"), endless * 2)
    page = visit("/bots/", ada, width=390, height=844)
    for path in (
        "/bots/",
        "/bots/botto/",
        "/bots/botto/deliveries/",
        "/privacy/?q=Donau",
        f"/privacy/{maya.pk}/",
        "/audit/",
    ):
        page.goto(path)
        assert fits(page), path
    page.get_by_label("you:").click()
    left = page.locator("#me").bounding_box()["x"]
    assert left >= 0
