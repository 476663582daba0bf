"""Claim, release, transfer, resolve: the click, its answer, and what the loser of a race is told."""

from django.utils import timezone

from apps.conversations.models import Conversation
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handoff, State

HTMX = {"HX-Request": "true"}


def test_a_claim_paints_who_holds_the_chat(as_agent, waiting, alice):
    answer = as_agent(alice).post(f"/handoffs/{waiting.pk}/claim/", headers=HTMX).content.decode()

    waiting.refresh_from_db()
    assert (waiting.state, waiting.agent) == (State.CLAIMED, alice)
    assert "you hold this chat, the bot is silent" in answer


def test_the_loser_of_a_claim_sees_who_has_it(as_agent, waiting, alice, bob):
    handoffs.claim(waiting, agent=bob)

    answer = as_agent(alice).post(f"/handoffs/{waiting.pk}/claim/", headers=HTMX)

    assert answer.status_code == 409
    assert "Bob Brook has this chat now." in answer.content.decode()
    assert "Bob Brook holds this chat" in answer.content.decode()


def test_another_teams_handoff_cannot_be_claimed_or_seen(as_agent, waiting, carol):
    assert as_agent(carol).post(f"/handoffs/{waiting.pk}/claim/").status_code == 404


def test_next_takes_the_most_urgent_of_my_teams(as_agent, waiting, alice):
    answer = as_agent(alice).post("/next/", headers=HTMX)

    assert answer.headers["HX-Redirect"] == f"/c/{waiting.conversation_id}/"
    assert handoffs.Handoff.objects.get().agent == alice


def test_next_says_when_nobody_waits(as_agent, claimed, bob):
    assert "Nobody is waiting." in as_agent(bob).post("/next/", headers=HTMX).content.decode()


def test_a_release_puts_it_back(as_agent, claimed, alice):
    as_agent(alice).post(f"/c/{claimed.conversation_id}/release/", headers=HTMX)

    claimed.refresh_from_db()
    assert (claimed.state, claimed.agent) == (State.WAITING, None)


def test_a_transfer_to_a_team_brings_its_note(as_agent, claimed, alice, technical, carol):
    to = {"to": "team:technical", "note": "It is the app."}
    answer = as_agent(alice).post(f"/c/{claimed.conversation_id}/transfer/", to, headers=HTMX)

    assert answer["HX-Redirect"] == "/"
    assert "Transferred to Technical." in as_agent(alice).get("/").content.decode()
    assert "It is the app." in as_agent(carol).get(f"/c/{claimed.conversation_id}/").content.decode()
    assert as_agent(alice).get(f"/c/{claimed.conversation_id}/").status_code == 404


def test_a_transfer_to_a_colleague_is_theirs_at_once(as_agent, claimed, alice, bob):
    as_agent(alice).post(f"/c/{claimed.conversation_id}/transfer/", {"to": f"agent:{bob.pk}"}, headers=HTMX)

    claimed.refresh_from_db()
    assert claimed.agent == bob


def test_a_transfer_to_someone_of_another_team_is_not_offered(as_agent, claimed, alice, carol):
    answer = as_agent(alice).post(f"/c/{claimed.conversation_id}/transfer/", {"to": f"agent:{carol.pk}"}, headers=HTMX)

    claimed.refresh_from_db()
    assert claimed.agent == alice
    assert answer.status_code == 422
    assert "Choose a team or a person." in answer.content.decode()


def test_a_resolved_chat_is_the_bots(as_agent, claimed, alice):
    answer = as_agent(alice).post(f"/c/{claimed.conversation_id}/close/", {"outcome": "resolved"}, headers=HTMX)

    claimed.refresh_from_db()
    assert claimed.state == State.CLOSED
    assert "the bot holds this chat" in answer.content.decode()


def test_what_was_noted_at_the_end_stands_in_the_transcript(as_agent, claimed, alice, bob):
    end = {"outcome": "unresolved", "note": "She calls <b>her bank</b> first."}
    as_agent(alice).post(f"/c/{claimed.conversation_id}/close/", end, headers=HTMX)

    page = as_agent(bob).get(f"/c/{claimed.conversation_id}/").content.decode()
    assert "“She calls &lt;b&gt;her bank&lt;/b&gt; first.”" in page


def test_resolving_needs_an_outcome(as_agent, claimed, alice):
    answer = as_agent(alice).post(f"/c/{claimed.conversation_id}/close/", {"outcome": "whatever"}, headers=HTMX)

    claimed.refresh_from_db()
    assert (answer.status_code, claimed.state) == (422, State.CLAIMED)


def test_until_a_person_has_answered_a_chat_is_not_called_answered(as_agent, claimed, alice):
    """The bot has said that it hands over, which answers nobody."""
    Conversation.objects.filter(pk=claimed.conversation_id).update(customer_waits_since=None)
    page = as_agent(alice).get(f"/c/{claimed.conversation_id}/").content.decode()
    assert 'class="timer">answered' not in page
    assert page.count(f'datetime="{claimed.queued_at.isoformat()}') == 2  # in the list, and in the head
    Handoff.objects.filter(pk=claimed.pk).update(first_reply_at=timezone.now())
    assert 'class="timer">answered' in as_agent(alice).get(f"/c/{claimed.conversation_id}/").content.decode()
