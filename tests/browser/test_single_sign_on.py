from playwright.sync_api import expect

from tests.account.provider import Provider

from . import live


def test_the_way_to_the_provider_and_back_is_open(visit, alice, tmp_path, assert_accessible):
    """Browsers hold the redirects of a form to form-action; no test without one notices."""
    with Provider() as provider:
        provider.claims = {"sub": "1", "email": alice.email, "email_verified": True}
        told = {"OIDC_URL": provider.url, "OIDC_CLIENT_ID": "console", "OIDC_SECRET": "the-secret", "OIDC_NAME": "Acme"}
        with live.web(tmp_path, **told) as url:
            page = visit("/accounts/login/", base_url=url)
            assert_accessible(page)
            page.get_by_role("button", name="Continue with Acme").click()
            expect(page).to_have_title("Inbox · Handoff console")
            page.goto("about:blank")  # its socket ends before the server does
