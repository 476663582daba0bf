"""What `manage.py setup` looks at before it asks: each finding is a sentence and what to do about it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from apps.core import live


def findings(base_url: str) -> Iterator[str]:
    """Everything that would keep people from `base_url`."""
    address = urlsplit(base_url)
    if address.scheme not in ("http", "https") or not address.hostname:
        yield f"{base_url!r} is not an address such as https://console.example.com."
        return
    if not validate_host(split_domain_port(address.netloc)[0], settings.ALLOWED_HOSTS):
        yield f"Add {address.hostname} to ALLOWED_HOSTS; now it is {','.join(settings.ALLOWED_HOSTS) or 'empty'}."
    if (address.scheme == "https") != settings.HTTPS:
        yield f"The address says {address.scheme}, the setting HTTPS says {int(settings.HTTPS)}: sign-in would fail."
    if settings.HTTPS and not settings.BEHIND_PROXY:
        yield "HTTPS is on and BEHIND_PROXY is off: the web process itself speaks no TLS, so a proxy must."
    if settings.SECRET_KEY.startswith("development-only") or len(settings.SECRET_KEY) < 50:
        yield "SECRET_KEY is short or made for development; take 50 random characters."
    if not live.redis_answers():
        yield f"Redis does not answer at {_without_password(settings.REDIS_URL)}: everything works, but slower."
    if not sends_mail():
        yield "EMAIL_URL is not set: nobody can reset a forgotten password by mail."


def sends_mail() -> bool:
    """Whether anyone has said how."""
    return not settings.EMAIL_BACKEND.endswith("console.EmailBackend")


def _without_password(url: str) -> str:
    address = urlsplit(url)
    return f"{address.scheme}://{address.hostname}:{address.port}"
