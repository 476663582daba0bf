"""Every address of the project, who gets in there, and how one is filled with keys of Alice's chat."""

import re
from collections.abc import Callable, Iterator

from django.urls import URLResolver, get_resolver

EVERYONE, MACHINES, DEMO, ADMINS, SUPERVISORS, AGENTS = [
    "everyone",
    "machines",
    "demo",
    "admins",
    "supervisors",
    "agents",
]
RULES = [
    (r"healthz$|readyz$|favicon\.ico$", EVERYONE),
    (r"metrics$", MACHINES),
    (r"accounts/(login|logout|inactive|signup|confirm-email|password/reset|2fa/authenticate|social|oidc)", EVERYONE),
    (r"accounts/3rdparty/(login|signup)", EVERYONE),
    (r"accounts/email/", DEMO),  # does not exist
    (r"api/docs|api/v1/(openapi.json|schemas/.*)?$", EVERYONE),
    (r"api/", MACHINES),
    (r"demo/", DEMO),
    (r"admin/(login|logout|jsi18n)", EVERYONE),
    (r"(admin|audit|privacy|bots)/", ADMINS),
    (r"supervision/", SUPERVISORS),
    (r"", AGENTS),
]


def addresses(resolver=None, before: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        path = before + str(entry.pattern).lstrip("^").rstrip("$").replace("\\Z", "")
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        else:
            yield path


ADDRESSES = sorted(set(addresses()))


def who(path: str) -> str:
    """The first rule that fits. A new address falls under the last one: signed in, own teams only."""
    return next(who for rule, who in RULES if re.match(rule, path))


def filler(keys: dict[str, object]) -> Callable[[str], str]:
    """Fills an address: `keys` by the name of a placeholder; for `pk`, by the word before it."""

    def fill(path: str) -> str:
        path = re.sub(r"<(int|str|slug|path):(?=\w+>)", "<", re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", path))
        row = re.search(r"(\w+)/<pk>", path)
        known = {"pk": keys.get(row[1], 1) if row else 1, **keys}
        return "/" + re.sub(r"<(\w+)>", lambda named: str(known.get(named[1], 1)), path)

    return fill
