"""Sending, noting, and keeping what is typed."""

import pytest

from apps.assist import queries as assist
from apps.conversations import operations as conversations
from apps.conversations.models import Message
from apps.core import rows
from apps.handoffs import operations as handoffs

from .brief import write_brief

HTMX = {"HX-Request": "true"}


def said(conversation):
    return list(
        conversation.messages.filter(role=Message.Role.AGENT).order_by("position").values_list("text", flat=True)
    )


def test_a_reply_is_sent_and_shown(as_agent, claimed, alice):
    path = f"/c/{claimed.conversation_id}/reply/"
    answer = as_agent(alice).post(path, {"text": "Hi Maya", "token": "t1"}, headers=HTMX).content.decode()

    assert said(claimed.conversation) == ["Hi Maya"]
    assert "Hi Maya" in answer
    assert "Sending…" in answer


def test_a_suggestion_without_words_is_not_rewritten(as_agent, claimed, alice):
    draft = write_brief(claimed.conversation).drafts.get()
    claimed.conversation.drafts.update(text=" ")
    answer = as_agent(alice).post(f"/c/{claimed.conversation_id}/rewrite/", {"how": "shorter"}, headers=HTMX)
    assert answer.status_code == 422
    assert "There is no other way to say it." in answer.text
    assert assist.current_draft(claimed.conversation) == draft


def test_a_double_click_is_one_reply(as_agent, claimed, alice):
    path = f"/c/{claimed.conversation_id}/reply/"
    for _click in range(2):
        as_agent(alice).post(path, {"text": "Hi Maya", "token": "t1"}, headers=HTMX)

    assert said(claimed.conversation) == ["Hi Maya"]


def test_a_reply_that_lost_the_chat_is_refused_and_its_text_kept(as_agent, claimed, alice, bob):
    path = f"/c/{claimed.conversation_id}/"
    as_agent(alice).post(f"{path}unsent/", {"text": "Hi Maya", "revision": "0"}, headers=HTMX)
    handoffs.transfer_to_agent(claimed, agent=alice, to=bob, team=claimed.team)

    answer = as_agent(alice).post(f"{path}reply/", {"text": "Hi Maya", "token": "t1"}, headers=HTMX)

    assert answer.status_code == 409
    assert "Not sent: Bob Brook has this chat now. Your text is kept." in answer.content.decode()
    assert said(claimed.conversation) == []
    assert rows.answer(assist.offered(claimed.conversation, alice)).unsent[False].text == "Hi Maya"


def test_whoever_has_let_go_does_not_send_again_what_failed(as_agent, claimed, alice):
    reply = conversations.send_reply(claimed.conversation, agent=alice, text="Hi Maya", token="t1")
    conversations.settle_reply(reply, Message.Delivery.FAILED)
    path = f"/c/{claimed.conversation_id}/"
    assert "Try again" in as_agent(alice).get(path).content.decode()
    handoffs.close(claimed, agent=alice, outcome="resolved")

    answer = as_agent(alice).post(f"{path}reply/{reply.pk}/retry/", headers=HTMX).content.decode()

    assert "The bot has this chat now." in answer
    assert "Not delivered" in answer
    assert "Try again" not in answer
    reply.refresh_from_db()
    assert reply.delivery == Message.Delivery.FAILED


def test_nothing_is_not_sent(as_agent, claimed, alice):
    answer = as_agent(alice).post(f"/c/{claimed.conversation_id}/reply/", {"text": "  ", "token": "t"}, headers=HTMX)

    assert answer.status_code == 422
    assert said(claimed.conversation) == []


@pytest.mark.parametrize("what", ["reply", "note"])
def test_what_is_too_long_is_refused_and_not_cut(as_agent, claimed, alice, what):
    path = f"/c/{claimed.conversation_id}/{what}/"
    answer = as_agent(alice).post(path, {"text": "x" * 64_001, "token": "t1"}, headers=HTMX)
    assert answer.status_code == 422
    assert "longer than 64,000" in answer.content.decode()
    lines = "\r\n".join(["x" * 31] * 2000)  # 63,999 characters as the browser counts them
    assert as_agent(alice).post(path, {"text": lines, "token": "t2"}, headers=HTMX).status_code == 200
    assert claimed.conversation.messages.latest("position").text == lines.replace("\r\n", "\n")


def test_nul_is_left_out(as_agent, claimed, alice):
    as_agent(alice).post(f"/c/{claimed.conversation_id}/reply/", {"text": "Hi\0 Maya", "token": "t1"}, headers=HTMX)
    assert said(claimed.conversation) == ["Hi Maya"]


def test_what_is_typed_survives_a_reload(as_agent, claimed, alice):
    path = f"/c/{claimed.conversation_id}/"
    kept = as_agent(alice).post(f"{path}unsent/", {"text": "half a sent", "revision": "0"}, headers=HTMX)

    assert kept.headers["X-Revision"] == "1"
    assert "half a sent</textarea>" in as_agent(alice).get(path).content.decode()


def test_two_tabs_keep_both_texts(as_agent, claimed, alice):
    path = f"/c/{claimed.conversation_id}/unsent/"
    as_agent(alice).post(path, {"text": "first tab", "revision": "0"}, headers=HTMX)
    late = as_agent(alice).post(path, {"text": "second tab", "revision": "0"}, headers=HTMX)

    assert late.status_code == 409
    assert "first tab" in late.content.decode()
    assert rows.answer(assist.offered(claimed.conversation, alice)).unsent[False].text == "first tab"


def test_what_is_sent_is_no_longer_unsent(as_agent, claimed, alice):
    path = f"/c/{claimed.conversation_id}/"
    as_agent(alice).post(f"{path}unsent/", {"text": "Hi Maya", "revision": "0"}, headers=HTMX)
    as_agent(alice).post(f"{path}reply/", {"text": "Hi Maya", "token": "t1"}, headers=HTMX)

    assert rows.answer(assist.offered(claimed.conversation, alice)).unsent[False].text == ""


def test_a_note_names_colleagues_and_no_customer_sees_it(as_agent, claimed, alice, bob, carol):
    text = "@Bob Brook, @Carol Crane: have you seen this?"
    as_agent(alice).post(f"/c/{claimed.conversation_id}/note/", {"text": text, "token": "t1"}, headers=HTMX)

    note = claimed.conversation.messages.get(role=Message.Role.NOTE)
    assert list(note.mentions.all()) == [bob]  # Carol may not see the chat
    assert said(claimed.conversation) == []


def test_a_note_left_twice_is_one_note(as_agent, claimed, alice, bob):
    path = f"/c/{claimed.conversation_id}/note/"
    for _press in range(2):
        answer = as_agent(alice).post(path, {"text": "@Bob Brook look", "token": "t1"}, headers=HTMX)
        assert "@Bob Brook look" in answer.content.decode()
    assert claimed.conversation.messages.filter(role=Message.Role.NOTE).count() == 1
    assert claimed.conversation.events.filter(kind="note.written").count() == 1


def test_a_reply_and_a_note_of_one_token_are_two(as_agent, claimed, alice):
    for what in ("reply", "note"):
        as_agent(alice).post(f"/c/{claimed.conversation_id}/{what}/", {"text": what, "token": "t1"}, headers=HTMX)
    assert list(claimed.conversation.messages.order_by("-position").values_list("text", flat=True)[:2]) == [
        "note",
        "reply",
    ]


def test_the_form_of_a_note_has_a_place_for_its_token(as_agent, claimed, alice):
    page = as_agent(alice).get(f"/c/{claimed.conversation_id}/").content.decode()
    assert page.count('name="token"') == 2  # of the reply and of the note; autosave.js fills them


def test_another_team_can_neither_reply_nor_keep_words_there(as_agent, claimed, carol):
    path = f"/c/{claimed.conversation_id}/"
    for verb in ("reply", "note", "unsent", "discard", "rewrite", "read"):
        assert as_agent(carol).post(f"{path}{verb}/", {"text": "x", "token": "t"}).status_code == 404


def test_reading_moves_the_mark(as_agent, claimed, alice):
    answer = as_agent(alice).post(f"/c/{claimed.conversation_id}/read/", {"position": "2"}, headers=HTMX)

    assert answer.status_code == 204
    assert claimed.conversation.read_marks.get(agent=alice).position == 2
