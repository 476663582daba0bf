"""Every address of the project, and who gets in. A new address falls under the last rule: signed in, own teams only."""

import re

import pytest
from django.http import HttpResponseBase
from django.urls import URLResolver, get_resolver

from apps.assist.models import Brief, NextAction
from apps.handoffs import operations as handoffs

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
BODY = {"state": "done"}  # where an address asks for more than itself
OUT = {302, 401, 403, 404, 405}  # 302 leads to the sign-in page; asserted below


def addresses(resolver=None, before: str = ""):
    for entry in (resolver or get_resolver()).url_patterns:
        path = before + str(entry.pattern).lstrip("^").rstrip("$").replace("\\Z", "")
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        else:
            yield path


ADDRESSES = sorted(set(addresses()))


def who(path: str) -> str:
    return next(who for rule, who in RULES if re.match(rule, path))


OBJECTS = [path for path in ADDRESSES if who(path) == AGENTS and "<" in path]


@pytest.fixture
def url(claimed, alice, maya):
    """Fill an address with keys of Alice's chat, which Carol must not see."""
    handback = handoffs.hand_back(claimed, agent=alice, brief={"done": []})
    brief = Brief.objects.create(conversation=claimed.conversation, version=1, through=1, words=0)
    action = NextAction.objects.create(conversation=claimed.conversation, brief=brief, version=1, title="Refund")
    keys = {"c": claimed.conversation_id, "handoffs": claimed.pk, "handbacks": handback.pk, "privacy": maya.pk}

    def fill(path: str) -> str:
        first = re.match(r"(?:embed/)?(\w*)", path)[1]
        path = re.sub(r"<(int|str|slug|path):(?=\w+>)", "<", re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", path))
        path = path.replace("<pk>", str(keys.get(first, 1))).replace("<other>", str(claimed.conversation_id))
        path = path.replace("<action>", str(action.pk))
        path = path.replace("<reference>", "chat-1").replace("<slug>", "botto").replace("<bot>", "botto")
        return "/" + re.sub(r"<\w+>", "1", path)

    return fill


def shuts_out(answer: HttpResponseBase) -> bool:
    if answer.status_code == 302:
        return answer.headers["Location"].startswith(("/accounts/login/", "/admin/login/"))
    return answer.status_code in OUT


def open_to(client, url, *kinds: str, refusals=shuts_out) -> list[str]:
    """The addresses of these kinds that let the client in, by GET or POST."""
    found = []
    for path in [path for path in ADDRESSES if who(path) in kinds]:
        for method in (client.get, client.post):
            if not refusals(answer := method(url(path))):
                found.append(f"{method.__name__.upper()} {path}: {answer.status_code}")
    return found


def test_a_stranger_gets_in_nowhere(client, url):
    assert not open_to(client, url, AGENTS, SUPERVISORS, ADMINS)
    assert not open_to(client, url, MACHINES, refusals=lambda answer: answer.status_code in (401, 404, 405))
    assert not open_to(client, url, DEMO, refusals=lambda answer: answer.status_code in (404, 405))


def test_an_agent_does_not_get_where_others_belong(as_agent, url, alice):
    assert not open_to(as_agent(alice), url, ADMINS, SUPERVISORS, MACHINES)


def test_a_supervisor_is_no_admin(as_agent, url, sam):
    assert not open_to(as_agent(sam), url, ADMINS)


def test_carol_sees_and_changes_nothing_of_another_team(as_agent, url, carol):
    client, found = as_agent(carol), []
    for path in OBJECTS:
        for method in (client.get, client.post):
            if (answer := method(url(path), BODY)).status_code not in (403, 404, 405):
                found.append(f"{method.__name__.upper()} {path}: {answer.status_code}")
    assert not found


@pytest.mark.parametrize("path", OBJECTS)
def test_alice_gets_to_her_own(as_agent, url, alice, path):
    """Else the test above would pass for a page that nobody can open."""
    client = as_agent(alice)
    found = {method(url(path), BODY).status_code for method in (client.get, client.post)}
    assert found - {403, 404, 405}, path
