import pytest


@pytest.mark.parametrize("page", ["/accounts/login/", "/admin/login/", "/nowhere/", "/healthz"])
def test_every_page_carries_the_policy(client, page):
    headers = client.get(page).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_in_production_plain_http_is_sent_to_https_and_probes_are_not(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/settings/").headers["Location"].startswith("https://")
    assert client.get("/healthz").status_code == 200


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, alice):
    answer = client.post("/accounts/login/", {"login": alice.email, "password": "a long enough password"})
    session = answer.cookies["sessionid"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"


def test_a_strangers_host_is_refused(client):
    assert client.get("/accounts/login/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_by_address_is_answered_as_any_other(client, path):
    assert client.get(path, headers={"host": "10.3.2.1:8000"}).status_code == 200


def test_a_scraper_by_address_without_the_token_learns_nothing(client, settings):
    settings.DEMO, settings.METRICS_TOKEN = False, ""
    assert client.get("/metrics", headers={"host": "10.3.2.1:8000"}).status_code == 404


def test_a_form_from_elsewhere_is_refused_in_words():
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@b.c", "password": "x"})
    assert answer.status_code == 403
    assert b"try once more" in answer.content
