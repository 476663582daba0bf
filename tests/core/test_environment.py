import pytest
from django.core.exceptions import ImproperlyConfigured

from apps.core.environment import Env


def given(**values: str) -> Env:
    env = Env()
    env.ENVIRON = values
    return env


@pytest.mark.parametrize(("written", "meant"), [("1", True), ("Yes", True), ("0", False), ("off ", False), ("", True)])
def test_a_switch_is_on_or_off(written, meant):
    assert given(HTTPS=written).bool("HTTPS", default=True) is meant


def test_what_cannot_be_meant_is_refused_by_name():
    with pytest.raises(ImproperlyConfigured, match="HTTPS must be 1 or 0, not 'ture'"):
        given(HTTPS="ture").bool("HTTPS", default=True)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_POOL must be a number, not 'many'"):
        given(DATABASE_POOL="many").int("DATABASE_POOL", default=16)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY must be set"):
        given(SECRET_KEY=" ").str("SECRET_KEY")


def test_a_list_may_have_spaces_after_its_commas():
    assert given(ALLOWED_HOSTS="a.example, b.example,").list("ALLOWED_HOSTS") == ["a.example", "b.example"]


def test_a_secret_is_what_it_says():
    assert given(SECRET_KEY="$x\\$y").str("SECRET_KEY") == "$x\\$y"


def test_a_database_is_postgresql_and_mail_goes_to_the_log_unless_told_otherwise():
    address = "postgres://console:p%40ss@db.example:5433/console"
    found = given(DATABASE_URL=address).postgres("DATABASE_URL", default="")
    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("db.example", 5433, "p@ss")
    assert given().mail("EMAIL_URL", default="consolemail://")["EMAIL_BACKEND"].endswith("console.EmailBackend")
    smtp = given(EMAIL_URL="smtp+tls://me:pass@mail.example:587").mail("EMAIL_URL", default="consolemail://")
    assert (smtp["EMAIL_HOST"], smtp["EMAIL_PORT"], smtp["EMAIL_USE_TLS"]) == ("mail.example", 587, True)


@pytest.mark.parametrize(
    ("kind", "url"),
    [("postgres", "mysql://me:secret@db/x"), ("redis", "me:secret@cache"), ("mail", "smtp+tls//me:secret@mail:587")],
)
def test_an_address_of_another_kind_is_refused_without_its_password(kind, url):
    with pytest.raises(ImproperlyConfigured, match="THERE must read ") as refused:
        getattr(given(THERE=url), kind)("THERE", default="")
    assert "secret" not in str(refused.value)
