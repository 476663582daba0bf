"""The right column alone, in another desk's frame."""

import pytest

from apps.people.models import AuditEntry


@pytest.fixture
def embed(claimed, brief):
    return f"/embed/c/{claimed.conversation_id}/"


def test_the_parts_stand_in_one_column(embed, claimed, alice, as_agent):
    page = as_agent(alice).get(embed).text
    names = ("why", "summary", "action", "sources", "facts", "handback", "rate")
    places = [page.index(f'id="{name}-{claimed.conversation_id}"') for name in names]
    assert places == sorted(places)


def test_the_desk_may_use_the_bots_own_name_for_the_conversation(embed, claimed, alice, as_agent):
    assert "Maya was charged twice" in as_agent(alice).get("/embed/botto/chat-1/").text
    assert as_agent(alice).get("/embed/otherbot/chat-1/").status_code == 404


def test_only_the_named_desks_may_frame_it(embed, alice, as_agent, settings):
    settings.EMBED_ORIGINS = ["https://desk.example.com"]
    answer = as_agent(alice).get(embed)
    assert "frame-ancestors https://desk.example.com" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers


def test_without_a_setting_nobody_may(embed, alice, as_agent, settings):
    settings.EMBED_ORIGINS = []
    answer = as_agent(alice).get(embed)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_nothing_else_may_be_framed(claimed, alice, as_agent, settings):
    settings.EMBED_ORIGINS = ["https://desk.example.com"]
    answer = as_agent(alice).get(f"/c/{claimed.conversation_id}/")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_a_stranger_is_told_to_sign_in_instead_of_seeing_an_empty_frame(embed, client, settings):
    settings.EMBED_ORIGINS = ["https://desk.example.com"]
    answer = client.get(embed)
    assert answer.status_code == 401
    assert "Maya" not in answer.text
    assert "frame-ancestors https://desk.example.com" in answer.headers["Content-Security-Policy"]


def test_carol_finds_nothing(embed, carol, as_agent):
    assert as_agent(carol).get(embed).status_code == 404
    assert as_agent(carol).get("/embed/botto/chat-1/").status_code == 404


@pytest.mark.parametrize("page", ["/embed/c/{}/", "/embed/botto/chat-1/", "/c/{}/"])
def test_whoever_saw_it_is_written_down(page, claimed, alice, as_agent):
    assert as_agent(alice).get(page.format(claimed.conversation_id)).status_code == 200
    assert AuditEntry.objects.get(agent=alice, verb="saw").subject == f"conversation:{claimed.conversation_id}"
