"""Signing in, setting one's own ways, and the admins' pages, in a real browser under the real security policy."""

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from playwright.sync_api import expect

from apps.people import operations as people
from tests.conftest import PASSWORD

from .room import fits

OWN = ["/settings/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/"]
ADMINS = ["/audit/", "/privacy/", "/privacy/?q=maya"]


@pytest.fixture(autouse=True)
def _counts_from_zero(_database):
    cache.clear()


def test_an_agent_signs_in_by_hand(visit, alice, assert_accessible):
    alice.password = make_password(PASSWORD, hasher="pbkdf2_sha256")  # the server knows no fast ones
    alice.save()
    page = visit("/settings/")
    assert_accessible(page)
    page.get_by_label("Email").fill(alice.email)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("not correct")
    expect(page.get_by_label("Email")).to_be_focused()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Profile")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_own_pages_are_accessible(visit, alice, scheme, assert_accessible):
    page = visit("/settings/", alice, color_scheme=scheme)
    for path in OWN:
        page.goto(path)
        assert_accessible(page)


@pytest.mark.complaint("422 .*/settings/", because="a key is taken")
def test_the_focus_goes_to_the_first_field_that_cannot_be_taken(visit, alice, assert_accessible):
    page = visit("/settings/", alice)
    taken = page.get_by_label("Write a note")
    taken.fill("n")
    page.get_by_label("Find a conversation").fill("two words")
    page.get_by_role("button", name="Save the settings").click()
    expect(taken).to_be_focused()
    expect(taken).to_have_accessible_description("“n” is taken.")
    expect(page.get_by_label("Find a conversation")).to_have_value("two words")
    assert_accessible(page)


def test_a_chosen_theme_is_kept(visit, alice):
    page = visit("/settings/", alice)
    page.get_by_label("Dark", exact=True).last.check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_admins_pages_are_accessible_on_a_phone_too(visit, ada, maya, assert_accessible):
    people.audit(ada, "exported", maya)
    page = visit("/audit/", ada, width=390, height=844)
    for path in (*ADMINS, f"/privacy/{maya.pk}/"):
        page.goto(path)
        assert_accessible(page)
        assert fits(page), path


def test_the_django_admin_works_under_the_policy(visit, ada, billing):
    page = visit("/admin/people/team/", ada)
    page.get_by_role("link", name="Billing").click()
    page.get_by_text("Add another member").click()
    expect(page.locator("#id_Agent_teams-0-agent + .select2")).to_be_visible()
    page.goto("/admin/people/agent/add/")
    expect(page.locator(".selector-available").first).to_be_visible()


def test_a_deactivated_agent_is_out_at_the_next_click(visit, alice, ada):
    page = visit("/settings/", alice)
    people.deactivate(alice, by=ada)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
