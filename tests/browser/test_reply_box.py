"""The box an agent types in: what it shows, and which keys it listens to."""

import re

import pytest
from django.db import transaction
from playwright.sync_api import expect

from apps.conversations import events
from apps.conversations import operations as conversations
from apps.conversations.turns import Turn
from tests.workspace.brief import write_brief

from .chat_page import NO_NETWORK, box, expect_kept, expect_state, offer_again

COUNT_ANNOUNCEMENTS = """() => {
  globalThis.announcements = 0;
  const region = document.querySelector('[data-behaviour=announce]');
  new MutationObserver(() => announcements++).observe(region, {childList: true, characterData: true, subtree: true});
}"""


def test_an_offer_that_is_nothing_like_the_typed_words_is_shown_whole(page, chat):
    box(page).fill("my own words")
    expect_kept(page)
    offer_again(chat, "The second payment goes back to your card today.")

    page.locator(".offer__review").click()
    expect(page.locator(".offer__difference")).to_have_text("The second payment goes back to your card today.")
    expect(page.locator(".offer__difference").locator("ins, del")).to_have_count(0)


def test_ctrl_enter_sends_wherever_the_focus_is_and_leaves_no_second_reply_to_send(page, chat):
    page.keyboard.press("Control+Enter")
    expect(box(page)).to_have_value("")
    expect(box(page)).to_be_focused()
    expect(page.locator(".log__item--agent")).to_have_count(1)
    offer_again(chat, "Anything else I can do?")
    expect(box(page)).to_have_attribute("placeholder", "Anything else I can do?")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".log__item--agent")).to_have_count(1)


def test_a_card_number_is_masked_where_it_is_kept_and_stands_in_the_box_as_typed(page, chat, alice):
    box(page).fill("")
    box(page).press_sequentially("Back to 4111 1111 1111 1111")
    expect_kept(page)
    box(page).press_sequentially(", on Monday")
    expect_kept(page)
    expect(box(page)).to_have_value("Back to 4111 1111 1111 1111, on Monday")
    assert chat.unsent.get(agent=alice).text == "Back to •••• 1111, on Monday"


def test_escape_leaves_the_box_so_that_keys_work_again(page):
    box(page).focus()
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    expect(page.locator("#resolve")).to_be_visible()


def test_an_offer_that_comes_before_the_first_words_are_kept_is_one_all_the_same(page, chat):
    box(page).fill("my own words")
    offer_again(chat, "The second payment goes back to your card today.")
    expect(page.get_by_text("New version · review")).to_be_visible()


def test_an_offer_that_was_not_wanted_is_not_made_again(page, chat):
    box(page).fill("my own words")
    expect_kept(page)
    offer_again(chat, "The second payment goes back to your card today.")
    page.locator(".offer__review").click()
    page.get_by_role("button", name="Keep mine").click()
    box(page).fill("my own words, and more")
    expect_kept(page)
    page.reload()
    expect(box(page)).to_have_value("my own words, and more")
    expect(page.get_by_text("New version · review")).to_have_count(0)


def test_what_is_known_already_is_said_while_its_question_is_typed_and_can_be_used(page):
    box(page).fill("Could you give me your order number?")
    guard = page.locator(".guard__line")
    expect(guard).to_contain_text("Already answered: Order number 48213, said")
    expect(page.locator(".composer__send")).to_be_enabled()
    box(page).fill("Your order is")
    expect(guard).to_have_count(0)
    box(page).fill("What is your order number")
    expect(guard).to_be_visible()
    guard.get_by_role("button", name="Use it").click()
    expect(box(page)).to_have_value("What is your order number 48213")


def test_a_suggestion_from_before_the_last_words_says_so(page, chat):
    expect(page.locator(".offer__stale")).to_have_count(0)
    conversations.receive_messages(chat, [Turn("customer", "wait, it is another order", "m9")])
    expect(page.locator(".offer__stale")).to_have_text("Customer has written since")


def test_what_is_ready_is_announced_once_and_its_text_is_in_no_live_region(page, chat):
    told = page.locator("[data-behaviour=announce]")
    expect(told).to_be_empty()
    page.evaluate(COUNT_ANNOUNCEMENTS)
    with transaction.atomic():  # so that no earlier event's late paint shows one without the other
        write_brief(chat, version=2, words=46)
        events.record(chat, "brief.written")
    expect(page.get_by_text("46 words")).to_be_visible()
    expect(told).to_have_text("A new suggested reply is ready.")
    assert page.evaluate("announcements") == 1
    assert page.locator(":is([aria-live], [role=status], [role=alert], [role=log]) :is(.summary, .offer)").count() == 0


def test_a_notice_never_lies_upon_the_reply_box(page):
    page.evaluate("htmx.ajax('POST', '/next/', {source: document.body})")
    notice = page.locator(".notice")
    expect(notice).to_have_text(re.compile("Nobody is waiting"))

    told, written = notice.bounding_box(), page.locator(".composer").bounding_box()
    assert told["y"] + told["height"] < written["y"]


@pytest.mark.complaint(f"{NO_NETWORK}|Failed to fetch", because="a reply is tried while the network is gone")
def test_nor_upon_what_is_said_of_the_connection(page):
    page.context.set_offline(True)
    expect_state(page, "reconnecting")
    page.keyboard.press("Control+Enter")
    notice, line = page.locator(".notice"), page.locator(".connection__word:visible")
    expect(notice).to_have_text(re.compile("The server was not reached"))
    expect(line).to_contain_text("Reconnecting")
    assert line.bounding_box()["y"] + line.bounding_box()["height"] <= notice.bounding_box()["y"]


def test_words_from_right_to_left_begin_at_the_right(page, chat):
    conversations.receive_messages(chat, [Turn("customer", "متى يعود المال؟", "m9")])
    with transaction.atomic():
        write_brief(chat, version=2, claims=[{"text": "تم خصم المبلغ مرتين من بطاقتها.", "turns": [1]}])
        events.record(chat, "brief.written")
    box(page).fill("سيعود المبلغ إلى بطاقتك اليوم.")
    expect(page.locator(".summary__text")).to_contain_text("تم خصم")
    for words in (".summary__text", "#reply-text", ".message__text >> nth=-1"):
        expect(page.locator(words)).to_have_css("direction", "rtl")
    box(page).fill("It goes back today.")
    expect(box(page)).to_have_css("direction", "ltr")


def test_a_press_beside_the_reply_meets_what_it_aimed_at(visit, chat, alice):
    page = visit(f"/embed/c/{chat.pk}/", alice, width=360, height=768)
    box(page).fill("A reply that is long. " * 30)
    done = page.get_by_role("button", name="Mark done")
    aimed = done.bounding_box()
    page.mouse.move(aimed["x"] + 10, aimed["y"] + 10)
    page.mouse.down()
    page.mouse.up()
    expect(page.locator(".action__decided")).to_contain_text("Done")


def test_a_note_is_kept_too_and_leaves_the_guard_of_the_reply_alone(page):
    box(page).fill("Could you give me your order number?")
    expect(page.locator(".guard__line")).to_be_visible()
    page.locator(".composer [data-command=note]").click()
    page.locator("#note-text").fill("half a note")
    expect(page.locator("#note [data-saved]")).to_have_text("Saved")
    page.keyboard.press("Escape")
    expect(page.locator(".guard__line")).to_be_visible()
    page.reload()
    expect(page.locator("#note-text")).to_have_value("half a note")


def test_two_notes_are_two_and_each_has_a_token_of_its_own(page, chat):
    for text in ("the first note", "the second note"):
        page.locator(".composer [data-command=note]").click()
        page.locator("#note-text").fill(text)
        page.get_by_role("button", name="Leave the note").click()
        expect(page.locator(".message--note").filter(has_text=text)).to_be_visible()
    tokens = chat.messages.filter(role="note").values_list("external_id", flat=True)
    assert len({token for token in tokens if token and len(token) == len("note:") + 32}) == 2


def test_a_note_that_was_brought_back_and_left_does_not_come_back(page, chat):
    page.locator(".composer [data-command=note]").click()
    page.locator("#note-text").fill("half a note")
    expect(page.locator("#note [data-saved]")).to_have_text("Saved")
    page.reload()
    page.locator(".composer [data-command=note]").click()
    page.get_by_role("button", name="Leave the note").click()
    expect(page.locator(".message--note")).to_have_count(1)
    page.locator(".composer [data-command=note]").click()
    expect(page.locator("#note-text")).to_have_value("")
    page.locator("#note-text").press_sequentially("another")
    expect(page.locator("#note [data-saved]")).to_have_text("Saved")
    assert chat.unsent.get(is_note=True).text == "another"
