"""The supervisor's pages, in a real browser."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from apps.assist.models import Brief
from apps.feedback import operations as feedback
from apps.policy import operations as policies

from .room import fits


@pytest.fixture
def rating(claimed, alice):
    Brief.objects.create(conversation=claimed.conversation, version=1, through=3, summary="Charged twice.", words=2)
    return feedback.rate(claimed, alice, summary=2, summary_reasons=["outdated"], right_team=True, comment="Late")


@pytest.mark.parametrize(("width", "theme"), [(1366, "light"), (390, "dark")])
def test_every_page_is_accessible_and_fits(visit, assert_accessible, rating, sam, width, theme):
    policy = policies.install_default_policy()
    page = visit("/supervision/ratings/", sam, width=width, color_scheme=theme)
    pages = ["ratings", "numbers", "teams", "policies", f"policies/{policy.pk}", f"policies/{policy.pk}/dry-run"]
    for path in [*pages, f"ratings/{rating.pk}"]:
        page.goto(f"/supervision/{path}/")
        assert_accessible(page)
        assert fits(page), path
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=str(Path(folder) / f"{path.replace('/', '-')}-{width}-{theme}.png"))


def test_from_the_list_to_the_conversation_behind_a_rating(visit, rating, sam):
    page = visit("/supervision/ratings/", sam)
    page.get_by_label("Summary").select_option("low")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Maya Okafor").click()

    expect(page.get_by_text("Charged twice.")).to_be_visible()
    expect(page.get_by_text("two payments of €89.00")).to_be_visible()


def test_on_a_phone_what_is_said_of_a_rating_stands_in_one_column(visit, rating, sam):
    page = visit("/supervision/ratings/", sam, width=390, height=844)
    columns = page.locator("tbody [data-label]").evaluate_all(
        "cells => cells.map((cell) => getComputedStyle(cell).gridTemplateColumns)"
    )
    assert len(columns) > 3
    assert len(set(columns)) == 1


def test_the_palette_leads_to_every_page_of_the_rail(visit, sam):
    page = visit("/supervision/ratings/", sam)
    page.keyboard.press("Control+k")
    page.get_by_label("Find an action").fill("polic")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Policies")).to_be_visible()
