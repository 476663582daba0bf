import pytest
import redis
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache, caches

from apps.account.adapters import SocialAccountAdapter
from apps.core import cache as steady
from apps.people.models import Agent, AuditEntry
from tests.conftest import PASSWORD

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _counts_from_zero():
    cache.clear()
    yield
    cache.clear()


def sign_in(client, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def test_an_agent_signs_in_by_email_in_any_case(client, alice):
    assert sign_in(client, "Alice@Example.com").headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(alice.pk)
    assert AuditEntry.objects.get(verb="signed_in").agent == alice


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, alice):
    wrong, unknown = sign_in(client, alice.email, "wrong"), sign_in(client, "nobody@example.com", "wrong")
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_an_address_that_someone_guesses_at_is_locked_even_for_the_right_password(client, alice):
    for _ in range(5):
        sign_in(client, alice.email, "wrong")
    refused = sign_in(client, alice.email)
    assert "_auth_user_id" not in client.session
    assert "Too many failed" in str(refused.context["form"].errors)


def test_guesses_are_counted_while_redis_is_away(client, alice, settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    with pytest.raises(redis.RedisError):
        super(steady.SteadyCache, caches["default"]).get("x")
    for _ in range(5):
        sign_in(client, alice.email, "wrong")
    sign_in(client, alice.email)
    assert "_auth_user_id" not in client.session


def test_nobody_makes_themselves_an_agent(client, rf):
    answer = client.post("/accounts/signup/", {"email": "eve@example.com", "password1": PASSWORD})
    assert b"no sign-up" in answer.content
    assert not Agent.objects.filter(email="eve@example.com").exists()
    assert not SocialAccountAdapter().is_open_for_signup(rf.get("/"), None)


def test_nobody_gives_themselves_another_address(as_agent, alice):
    assert as_agent(alice).get("/accounts/email/").status_code == 404


def test_a_deactivated_agent_does_not_get_in(client, alice):
    Agent.objects.update(is_active=False)
    sign_in(client, alice.email)
    assert "_auth_user_id" not in client.session


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_with_a_second_factor_the_password_alone_is_not_enough(client, alice):
    secret = generate_totp_secret()
    TOTP.activate(alice, secret)
    assert secret not in str(Authenticator.objects.get().data), "secrets rest encrypted"

    asked = sign_in(client, alice.email)
    assert asked.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": code(secret)})
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_a_recovery_code_opens_once(client, alice):
    TOTP.activate(alice, generate_totp_secret())
    spare = RecoveryCodes.activate(alice).get_unused_codes()[0]
    sign_in(client, alice.email)
    client.post("/accounts/2fa/authenticate/", {"code": spare})
    assert client.session["_auth_user_id"] == str(alice.pk)
    client.logout()
    sign_in(client, alice.email)
    client.post("/accounts/2fa/authenticate/", {"code": spare})
    assert "_auth_user_id" not in client.session


def test_the_admin_is_entered_by_the_same_way_in(client, as_agent, ada, alice):
    assert client.get("/admin/login/").headers["Location"].startswith(LOGIN)
    assert as_agent(alice).get("/admin/").status_code in (302, 403)
    assert as_agent(ada).get("/admin/").status_code == 200
