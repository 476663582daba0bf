"""The supervisor's pages, in a real browser."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from apps.assist.models import Brief
from apps.feedback import operations as feedback
from apps.policy import operations as policies


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
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=str(Path(folder) / f"{path.replace('/', '-')}-{width}-{theme}.png"))


def test_from_the_list_to_the_conversation_behind_a_rating(visit, rating, sam):
    page = visit("/supervision/ratings/", sam)
    page.get_by_label("Summary").select_option("low")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Maya Okafor").click()

    expect(page.get_by_text("Charged twice.")).to_be_visible()
    expect(page.get_by_text("two payments of €89.00")).to_be_visible()
