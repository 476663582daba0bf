"""The smallest proof that browser, server and test database belong together."""

from playwright.sync_api import expect


def test_a_browser_reaches_the_console(visit):
    page = visit("/healthz")
    expect(page.locator("body")).to_contain_text("ok")


def test_the_server_knows_who_the_test_signed_in(visit, ada):
    page = visit("/admin/", ada)
    expect(page.locator("#user-tools")).to_contain_text("Ada")


def test_the_next_test_finds_an_empty_database(ada, django_user_model):
    assert django_user_model.objects.count() == 1
