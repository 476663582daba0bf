"""Settings from the environment, taken at their word: what cannot be meant is refused by name and never guessed at."""

from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from .house.external import ESCAPED
from .house.surroundings import NO, YES


class Env(environ.Env):
    """Empty is unset, as compose files and Kubernetes pass what nobody filled in.

    django-environ itself takes HTTPS=ture for no, looks up the variable `x` for a password that reads `$x`, and
    keeps the space after the comma of a list.
    """

    def get_value(self, var: str, cast: Any = None, default: Any = environ.Env.NOTSET, parse_default=False) -> Any:
        given = self.ENVIRON.get(var, "").strip()
        if not given:
            if default is self.NOTSET:
                raise ImproperlyConfigured(f"{var} must be set; docs/deployment.md says to what.")
            return self.parse_value(default, cast) if parse_default else default
        if cast is bool:
            return _one_or_the_other(var, given)
        if cast in (int, float):
            return _number(var, given, cast)
        if cast is list:
            return [item.strip() for item in given.split(",") if item.strip()]
        return self.parse_value(given, cast)

    def between(self, var: str, low: float, high: float, *, default: float) -> float:
        given = self.float(var, default=default)
        if not low <= given <= high:
            raise ImproperlyConfigured(f"{var} must be from {low:g} to {high:g}, not {given:g}.")
        return given

    def networks(self, var: str, default: list[str]) -> list[str]:
        """IP networks, as they were written."""
        given = self.list(var, default=default)
        for network in given:
            try:
                ip_network(network, strict=False)
            except ValueError:
                wanted = "networks such as 10.1.0.0/16"
                raise ImproperlyConfigured(f"{var} must be {wanted}, not {network!r}.") from None
        return given

    def postgres(self, var: str, default: str) -> dict[str, Any]:
        """Settings of one database. Raises ImproperlyConfigured, as do the next two, without repeating a password."""
        wrong = ImproperlyConfigured(f"{var} must read postgres://user:password@host:port/name, {ESCAPED}.")
        if not self.str(var, default=default).startswith(("postgres://", "postgresql://")):
            raise wrong
        try:
            return dict(self.db(var, default=default))
        except ValueError:
            raise wrong from None

    def redis(self, var: str, default: str) -> str:
        url = self.str(var, default=default)
        if not url.startswith(("redis://", "rediss://", "unix://")) or not _can_be_read(url):
            told = "redis://user:password@host:port/0, or rediss:// for TLS"
            raise ImproperlyConfigured(f"{var} must read {told}, {ESCAPED}.")
        return url

    def mail(self, var: str, default: str) -> dict[str, Any]:
        try:
            return dict(self.email_url(var, default=default))
        except (ImproperlyConfigured, ValueError):
            told = "smtp+tls://user:password@host:port"
            raise ImproperlyConfigured(f"{var} must read {told}, {ESCAPED}.") from None


def _can_be_read(url: str) -> bool:
    try:
        urlsplit(url).port  # noqa: B018  (reading it is the check)
    except ValueError:
        return False
    return True


def _one_or_the_other(var: str, given: str) -> bool:
    if given.lower() not in YES | NO:
        raise ImproperlyConfigured(f"{var} must be 1 or 0, not {given!r}.")
    return given.lower() in YES


def _number(var: str, given: str, cast: type) -> Any:
    try:
        return cast(given)
    except ValueError:
        raise ImproperlyConfigured(f"{var} must be a number, not {given!r}.") from None
