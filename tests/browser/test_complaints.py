"""The check on what a browser complains of, proven by giving it something to complain of."""

import pytest
from playwright.sync_api import Page

REFUSED = "new Promise((seen) => new WebSocket('/ws/nowhere/').addEventListener('error', seen)).then(() => 0)"


def fail_at_a_socket(page: Page) -> None:
    with page.expect_event("console", lambda said: "WebSocket connection to" in said.text):
        page.evaluate(REFUSED)


def test_a_socket_that_fails_does_not_pass_unseen(visit, alice, complaints):
    fail_at_a_socket(visit("/settings/", alice))
    with pytest.raises(AssertionError, match=r"WebSocket connection to .*/ws/nowhere/"):
        complaints.check()
    complaints.heard.clear()


@pytest.mark.complaint("WebSocket connection to .*/ws/nowhere/", because="nobody answers at that address")
def test_what_a_test_has_named_is_no_failure(visit, alice):
    fail_at_a_socket(visit("/settings/", alice))


@pytest.mark.complaint("WebSocket connection to", because="this test pretends so")
def test_what_was_named_and_never_came_is_one(visit, alice, complaints):
    visit("/settings/", alice)
    with pytest.raises(AssertionError, match="never heard"):
        complaints.check()
    complaints.expected.clear()


def test_a_second_tab_is_heard_too(visit, alice, complaints):
    other = visit("/settings/", alice).context.new_page()
    other.goto("/settings/")
    fail_at_a_socket(other)
    assert complaints.heard
    complaints.heard.clear()


def test_a_script_that_fails_is_heard(visit, alice, complaints):
    page = visit("/settings/", alice)
    with page.expect_event("pageerror"):
        page.evaluate("() => { setTimeout(() => { throw new Error('planted') }) }")
    with pytest.raises(AssertionError, match="planted"):
        complaints.check()
    complaints.heard.clear()
