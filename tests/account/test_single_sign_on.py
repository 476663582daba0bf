import re
import urllib.request
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from apps.people.models import Agent, AuditEntry
from tests.conftest import PASSWORD

from .provider import Provider

LEAVE = "/accounts/oidc/sso/login/?process=login"


@pytest.fixture
def provider(settings):
    with Provider() as running:
        app = {"provider_id": "sso", "name": "Acme", "client_id": "console", "secret": "the-secret"}
        place = {"settings": {"server_url": running.url}}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app | place]}}
        yield running


class Stay(urllib.request.HTTPRedirectHandler):
    def http_error_302(self, request, answer, code, words, headers):
        return answer


def sign_in(client):
    """Walks to the provider and back as a browser does. Returns the console's answer."""
    page = client.post(LEAVE).content.decode()
    away = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page)[1].replace("&amp;", "&")
    home = urlsplit(urllib.request.build_opener(Stay).open(away).headers["Location"])
    return client.get(f"{home.path}?{home.query}")


def test_an_agent_is_known_by_the_address_the_provider_has_verified(client, provider, alice):
    provider.claims = {"sub": "1", "email": "Alice@example.com", "email_verified": True}
    assert sign_in(client).headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(alice.pk)
    assert AuditEntry.objects.get(verb="signed_in").agent == alice


def test_it_leaves_the_password_and_other_sessions_as_they_were(client, provider, as_agent, alice):
    elsewhere = as_agent(alice)
    provider.claims = {"sub": "1", "email": alice.email, "email_verified": True}
    sign_in(client)
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)
    assert elsewhere.get("/").status_code == 200


def test_once_known_they_are_known_by_the_providers_own_number(client, provider, alice):
    provider.claims = {"sub": "1", "email": alice.email, "email_verified": True}
    sign_in(client)
    client.logout()
    provider.claims = {"sub": "1", "email": "alice.married@example.com", "email_verified": True}
    sign_in(client)
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_a_deactivated_agent_does_not_get_in_with_it(client, provider, alice):
    provider.claims = {"sub": "1", "email": alice.email, "email_verified": True}
    sign_in(client)
    client.logout()
    Agent.objects.update(is_active=False)
    for provider.claims["sub"] in ("1", "2"):
        sign_in(client)
        assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "alice@example.com", "email_verified": False},
        {"email": "alice@example.com"},
        {"email": "eve@example.com", "email_verified": True},
        {},
    ],
    ids=["unverified", "unsaid", "stranger", "nobody"],
)
def test_nobody_else_gets_in(client, provider, alice, claims):
    provider.claims = {"sub": "2"} | claims
    answer = client.get(sign_in(client).headers["Location"])
    assert "Ask your administrator" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_second_factor_is_asked_for_all_the_same(client, provider, alice):
    TOTP.activate(alice, generate_totp_secret())
    provider.claims = {"sub": "1", "email": alice.email, "email_verified": True}
    assert sign_in(client).headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session


def test_whoever_turns_back_is_at_the_sign_in_page(client, provider):
    provider.refusal = "access_denied"
    answer = client.get(sign_in(client).headers["Location"])
    assert "You were not signed in." in answer.content.decode()


def test_a_code_the_provider_does_not_know_is_said(client, provider):
    client.post(LEAVE)
    state = next(iter(client.session["socialaccount_states"]))
    back = client.get("/accounts/oidc/sso/login/callback/", {"state": state, "code": "guessed"})
    assert "did not work" in client.get(back.headers["Location"]).content.decode()


def test_a_provider_that_is_away_or_none_is_said(client, provider, settings):
    place = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]
    for url in ("http://127.0.0.1:1", f"{provider.url}/.well-known/../userinfo"):
        place["server_url"] = url
        answer = client.get(client.post(LEAVE).headers["Location"])
        assert "does not answer" in answer.content.decode()
