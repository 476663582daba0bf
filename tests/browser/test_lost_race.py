"""Someone else was faster: the page says who has the chat now, and what was typed stays where it is."""

import pytest
from playwright.sync_api import expect

from apps.handoffs import operations as handoffs

from .chat_page import expect_notice, just_before

pytestmark = pytest.mark.complaint("409 ", because="the chat is Bob's by then")


@pytest.fixture
def lost(page, claimed, alice, bob, billing):
    """At this address Alice comes too late."""
    return lambda address: just_before(
        page, address, lambda: handoffs.transfer_to_agent(claimed, agent=alice, to=bob, team=billing)
    )


def test_the_note_of_a_resolution_stays(page, lost):
    lost("**/close/")
    page.get_by_role("button", name="Resolve", exact=True).click()
    page.locator("#resolve-note").fill("Refund of 89 euros, reference 4711")
    page.locator("#resolve").get_by_role("button", name="Resolve", exact=True).click()
    expect_notice(page, "Bob Brook has this chat now")
    expect(page.locator(".header")).to_contain_text("Bob Brook holds this chat")
    expect(page.locator("#resolve-note")).to_be_visible()
    expect(page.locator("#resolve-note")).to_have_value("Refund of 89 euros, reference 4711")


def test_the_note_of_a_transfer_stays(page, lost, technical):
    lost("**/transfer/")
    page.get_by_role("button", name="Transfer", exact=True).click()
    page.get_by_label(technical.name).check()
    page.locator("#transfer-note").fill("It is the app after all")
    page.locator("#transfer").get_by_role("button", name="Transfer", exact=True).click()
    expect_notice(page, "Bob Brook has this chat now")
    expect(page.locator("#transfer-note")).to_have_value("It is the app after all")


def test_the_brief_that_was_edited_stays(page, lost):
    page.get_by_role("button", name="Edit the brief first").click()
    done = page.locator("#beside").get_by_label("Done")
    done.fill("Refund made")
    lost("**/hand-back/")
    page.get_by_role("button", name="Hand back with this brief").click()
    expect_notice(page, "Bob Brook has this chat now")
    expect(done).to_have_value("Refund made")
