"""Every address of the project, and who gets in."""

import pytest
from django.http import HttpResponseBase

from apps.assist.models import Brief, NextAction
from apps.handoffs import operations as handoffs

from .addresses import ADDRESSES, ADMINS, AGENTS, DEMO, MACHINES, SUPERVISORS, filler, who

BODY = {"state": "done"}  # where an address asks for more than itself
OUT = {302, 401, 403, 404, 405}  # 302 leads to the sign-in page; asserted below


OBJECTS = [path for path in ADDRESSES if who(path) == AGENTS and "<" in path]


@pytest.fixture
def url(claimed, alice, maya):
    """Fill an address with keys of Alice's chat, which Carol must not see."""
    handback = handoffs.hand_back(claimed, agent=alice, brief={"done": []})
    brief = Brief.objects.create(conversation=claimed.conversation, version=1, through=1, words=0)
    action = NextAction.objects.create(conversation=claimed.conversation, brief=brief, version=1, title="Refund")
    keys = {"c": claimed.conversation_id, "handoffs": claimed.pk, "handbacks": handback.pk, "privacy": maya.pk}
    named = {"reference": "chat-1", "slug": "botto", "bot": "botto", "other": claimed.conversation_id}
    return filler(keys | named | {"action": action.pk})


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


def test_a_browser_that_asks_for_the_icon_is_shown_the_way(client):
    assert client.get("/favicon.ico").headers["Location"] == "/static/favicon.svg"
