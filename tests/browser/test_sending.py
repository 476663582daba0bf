"""A reply on its way: what was typed before, meanwhile and after is neither lost nor sent unseen."""

import pytest
from playwright.sync_api import Route, expect

from apps.conversations.models import Message

from .chat_page import box, expect_kept, expect_notice

UNSENT, REPLY = "**/unsent/", "**/reply/"
LOST = pytest.mark.complaint("ERR_FAILED|Failed to fetch", because="an answer is lost on its way")


def said(chat) -> list[str]:
    return list(chat.messages.filter(role=Message.Role.AGENT).order_by("position").values_list("text", flat=True))


def lose_the_answer(route: Route) -> None:
    """The server has done it; nobody hears of it."""
    route.fetch()
    route.abort()


@LOST
@pytest.mark.complaint("409 ", because="other words were sent before, and the box says so")
def test_words_added_after_a_lost_answer_are_kept_and_sent(page, chat):
    page.route(REPLY, lose_the_answer, times=1)
    box(page).fill("It goes back today.")
    expect_kept(page)
    box(page).press("Control+Enter")
    expect_notice(page, "The server was not reached")
    box(page).press_sequentially(" To your card.")
    expect(page.locator("[data-mine]")).to_be_visible()
    box(page).press("Control+Enter")
    expect_notice(page, "An earlier wording of it stands in the conversation")
    expect(box(page)).to_have_value("It goes back today. To your card.")
    expect(page.locator("[data-mine]")).to_have_count(0)
    expect(page.locator("#reply [data-saved][data-trouble]")).to_have_count(0)
    assert said(chat) == ["It goes back today."]
    box(page).fill("To your card.")
    expect_kept(page)
    box(page).press("Control+Enter")
    expect(page.locator(".message--agent")).to_have_count(2)
    assert said(chat) == ["It goes back today.", "To your card."]


@LOST
@pytest.mark.complaint("409 ", because="other words were left before, and the note says so")
def test_so_it_is_with_a_note(page, chat):
    page.route("**/note/", lose_the_answer, times=1)
    page.locator(".composer [data-command=note]").click()
    note = page.locator("#note-text")
    note.fill("Refund is due")
    expect(page.locator("#note [data-saved]")).to_have_text("Saved")
    page.get_by_role("button", name="Leave the note").click()
    expect_notice(page, "The server was not reached")
    note.press_sequentially(", by Friday")
    expect(page.locator("#note [data-mine]")).to_be_visible()
    page.get_by_role("button", name="Leave the note").click()
    expect_notice(page, "An earlier wording of it stands in the conversation")
    expect(note).to_have_value("Refund is due, by Friday")
    expect(page.locator("#note [data-mine]")).to_have_count(0)


def test_nothing_is_kept_of_a_reply_while_it_is_sent(visit, chat, alice):
    page = visit(f"/c/{chat.pk}/", alice, own=True)
    page.clock.install()
    page.reload()
    kept = []
    page.on("request", lambda request: kept.append(request.url) if request.url.endswith("/unsent/") else None)

    def answer_late(route: Route) -> None:
        answer = route.fetch()
        page.clock.run_for(2000)
        route.fulfill(response=answer)

    page.route(REPLY, answer_late)
    box(page).fill("Hello Maya,\nit goes back today.")
    box(page).press("Control+Enter")
    expect(box(page)).to_have_value("")
    assert kept == []


@pytest.mark.complaint("409 .*/unsent/", because="what is kept comes after the reply")
def test_what_is_kept_a_moment_late_is_no_other_tab(page, chat):
    held: list[Route] = []
    page.route(UNSENT, lambda route: held.append(route), times=1)
    with page.expect_request(UNSENT):
        box(page).fill("Hello Maya")
    box(page).press("Control+Enter")
    expect(page.locator(".message--agent")).to_have_count(1)
    with page.expect_response(UNSENT):
        held[0].continue_()
    box(page).fill("And one thing more")
    expect_kept(page)
    expect(page.locator("[data-mine]")).to_have_count(0)


def test_what_was_asked_again_and_sent_is_no_longer_held_against_the_box(page):
    box(page).fill("Could you give me your order number?")
    expect(page.locator(".guard__line")).to_be_visible()
    box(page).press("Control+Enter")
    expect(page.locator(".message--agent")).to_have_count(1)
    expect(page.locator(".guard__line")).to_have_count(0)


def test_what_is_typed_while_two_presses_are_on_their_way_stays(page, chat):
    held: list[Route] = []
    page.route(REPLY, lambda route: held.append(route), times=1)
    box(page).fill("Hello Maya.")
    for _press in range(2):
        box(page).press("Control+Enter")
    box(page).press_sequentially(" And more.")
    with page.expect_response(lambda answer: "/reply/" in answer.url and answer.request != held[0].request):
        held[0].continue_()
    expect_kept(page)
    expect(box(page)).to_have_value("Hello Maya. And more.")
    assert said(chat) == ["Hello Maya."]
