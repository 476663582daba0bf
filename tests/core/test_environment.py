import pytest
from django.core.exceptions import ImproperlyConfigured

from apps.core.environment import Env
from apps.core.house.external import require_database, require_redis
from apps.core.house.trouble import Trouble


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
    with pytest.raises(ImproperlyConfigured, match=r"WEBHOOK_TIMEOUT must be from 0.1 to 30, not 90"):
        given(WEBHOOK_TIMEOUT="90").between("WEBHOOK_TIMEOUT", 0.1, 30, default=10)
    with pytest.raises(ImproperlyConfigured, match=r"NETWORKS must be networks such as 10.1.0.0/16, not '10.1/16'"):
        given(NETWORKS="10.2.0.0/16, 10.1/16").networks("NETWORKS", default=[])


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
    [
        ("postgres", "mysql://me:secret@db/x"),
        ("postgres", "postgres://me:secret/5@db:5432/x"),
        ("redis", "me:secret@cache"),
        ("redis", "redis://:secret/5@cache:6379/0"),
        ("redis", "redis://:secret#5@cache:6379/0"),
        ("mail", "smtp+tls//me:secret@mail:587"),
        ("mail", "smtp+tls://me:secret/5@mail:587"),
    ],
)
def test_an_address_of_another_kind_is_refused_without_its_password(kind, url):
    with pytest.raises(ImproperlyConfigured, match="THERE must read ") as refused:
        getattr(given(THERE=url), kind)("THERE", default="")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("require", "url"),
    [
        (require_database, "postgres://me:secret@127.0.0.1:1/x?sslmode=disable"),
        (require_database, "postgres://me:secret/5@127.0.0.1:1/x"),
        (require_database, "postgres://me:secret#5@127.0.0.1:1/x"),
        (require_database, "postgres://me:secret%5@127.0.0.1:1/x"),
        (require_redis, "redis://:secret@127.0.0.1:1/0"),
        (require_redis, "redis://:secret/5@127.0.0.1:1/0"),
        (require_redis, "redis://:secret#5@127.0.0.1:1/0"),
        (require_redis, "redis://:secret?5@127.0.0.1:1/0"),
    ],
)
def test_a_server_that_cannot_be_used_is_named_without_its_password(require, url):
    with pytest.raises(Trouble) as trouble:
        require(url)
    assert "_URL" in str(trouble.value)
    assert "secret" not in str(trouble.value)
