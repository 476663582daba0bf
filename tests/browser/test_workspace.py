"""What an agent does with the page, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from apps.conversations import operations as conversations
from apps.conversations.models import Message
from apps.conversations.operations import Turn
from apps.handoffs import operations as handoffs

from .chat_page import NO_NETWORK, box, expect_kept, expect_state, offer_again


def test_what_is_typed_survives_a_reload(page):
    box(page).fill("half a sentence")
    expect_kept(page)
    page.reload()

    expect(box(page)).to_have_value("half a sentence")


def test_a_newer_draft_is_an_offer_and_typed_words_stay(page, chat):
    box(page).fill("Hi Maya, both payments go back today.")
    expect_kept(page)
    offer_again(chat, "Hi Maya, the second payment goes back to your card today.")

    page.locator(".offer__review").click()
    expect(box(page)).to_have_value("Hi Maya, both payments go back today.")
    expect(page.locator(".offer__difference ins").first).to_be_visible()
    page.locator(".offer__row [data-use]").click()

    expect(box(page)).to_have_value(chat.drafts.order_by("-version").first().text)


def test_a_turn_of_the_customer_steals_neither_focus_nor_words(page, chat):
    box(page).click()
    page.keyboard.press("Control+A")
    page.keyboard.type("I am typ")
    conversations.receive_messages(chat, [Turn("customer", "are you there?", "m9")])
    expect(page.get_by_text("are you there?").first).to_be_visible()
    page.keyboard.type("ing")

    expect(box(page)).to_have_value("I am typing")


def test_ctrl_enter_twice_is_one_reply(page, chat):
    box(page).fill("Hello Maya")
    for _press in range(2):
        box(page).press("Control+Enter")

    expect(page.locator(".message--agent")).to_have_count(1)
    expect(box(page)).not_to_have_value("Hello Maya")
    assert chat.messages.filter(role=Message.Role.AGENT).count() == 1


@pytest.mark.complaint(NO_NETWORK, because="words are to be kept while the network is gone")
def test_words_typed_while_offline_are_kept_and_brought_back(page):
    page.context.set_offline(True)
    box(page).fill("typed in a tunnel")
    saved = page.locator("#reply [data-saved]")
    expect(saved).to_have_text(re.compile("Not saved yet"))
    assert saved.evaluate("told => told.scrollWidth <= told.clientWidth"), "trouble is told in full"
    page.context.set_offline(False)

    expect_kept(page)


@pytest.mark.complaint("401 .*/unsent/", because="nobody is signed in any more")
def test_a_signed_out_agent_keeps_the_words(page, chat):
    page.context.clear_cookies(name="sessionid")
    box(page).fill("typed after midnight")

    expect(page.get_by_role("alert")).to_contain_text("You are signed out. What you typed is kept.")
    expect(box(page)).to_have_value("typed after midnight")


def test_a_chat_that_went_elsewhere_says_so(page, claimed, alice, technical):
    box(page).fill("too late")
    expect_kept(page)
    handoffs.transfer_to_team(claimed, agent=alice, team=technical)

    expect(page.get_by_text("No longer yours")).to_be_visible()
    expect(box(page)).to_have_value("too late")
    expect(page.locator(".inbox [aria-current]")).to_be_hidden()


def test_keys_do_nothing_while_typing_and_their_work_otherwise(page):
    box(page).fill("")
    box(page).press_sequentially("t?")
    expect(box(page)).to_have_value("t?")
    page.locator("body").evaluate("() => document.activeElement.blur()")
    page.keyboard.press("t")

    expect(page.locator("#transfer")).to_be_visible()


def test_the_palette_finds_and_does(page):
    page.keyboard.press("Control+k")
    page.keyboard.type("resolve")
    page.keyboard.press("Enter")

    expect(page.locator("#resolve")).to_be_visible()


def test_the_palette_offers_first_what_begins_with_the_words(page):
    page.keyboard.press("Control+k")
    page.keyboard.type("re")  # also in "Previous chat"

    expect(page.locator(".palette__item").first).to_have_text("Resolve this chatx")


def test_a_chat_transferred_out_of_sight_leads_back_to_the_inbox(technical, page):
    page.get_by_role("button", name="Transfer", exact=True).click()
    page.get_by_label(technical.name).check()
    page.locator("#transfer").get_by_role("button", name="Transfer", exact=True).click()

    expect(page.get_by_text(f"Transferred to {technical.name}.")).to_be_visible()
    expect(page.get_by_text("No chat open")).to_be_visible()


def test_a_log_that_is_read_above_its_end_stays_there(page, chat):
    conversations.receive_messages(chat, [Turn("customer", f"line {n}", f"l{n}") for n in range(30)])
    expect(page.get_by_text("line 29", exact=True).first).to_be_visible()
    log = page.locator(".log")
    log.evaluate("log => log.scrollTo(0, 0)")
    expect(page.get_by_text("I was charged twice for order 48213").first).to_be_in_viewport()
    conversations.receive_messages(chat, [Turn("customer", f"new {n}", f"n{n}") for n in range(3)])

    expect(page.locator("[data-new]")).to_have_text("3 new")
    assert log.evaluate("log => log.scrollTop") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 390])
def test_the_chat_is_accessible(visit, chat, alice, assert_accessible, scheme, width):
    page = visit(f"/c/{chat.pk}/", alice, width=width, color_scheme=scheme)
    expect_state(page, "connected")

    assert_accessible(page)


@pytest.mark.parametrize("dialog", ["transfer", "resolve", "note", "shortcuts", "palette"])
def test_every_dialog_is_accessible(page, assert_accessible, dialog):
    page.evaluate("name => document.getElementById(name).showModal()", dialog)

    assert_accessible(page)


@pytest.mark.parametrize("path", ["/", "/find/?q=maya"])
def test_the_inbox_and_finding_are_accessible(visit, waiting, alice, assert_accessible, path):
    assert_accessible(visit(path, alice))


@pytest.mark.parametrize(("width", "height"), [(320, 640), (683, 384)], ids=["320 px", "200 % zoom"])
def test_nothing_runs_out_of_a_narrow_page(visit, chat, alice, width, height):
    page = visit(f"/c/{chat.pk}/", alice, width=width, height=height)
    for pane in ("talk", "brief", "inbox"):
        choice = page.locator(f"#pane-{pane}")
        choice.check(force=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_line_that_went_dead_says_so_and_recovers(page, chat):
    page.evaluate("htmx.find('.connection')._htmx.ws.connection.socket.close()")
    conversations.receive_messages(chat, [Turn("customer", "said meanwhile", "m9")])

    expect(page.get_by_text("said meanwhile").first).to_be_visible()
    expect_state(page, "connected")


def test_taking_a_waiting_chat_opens_the_reply_box(visit, waiting, alice):
    page = visit(f"/c/{waiting.conversation_id}/", alice)
    expect(page.locator(".composer")).to_be_hidden()
    page.keyboard.press("c")

    expect(box(page)).to_be_visible()
    expect(page.get_by_text("you hold this chat, the bot is silent")).to_be_visible()


def test_two_agents_one_winner_and_the_loser_sees_who(visit, waiting, alice, bob):
    loser = visit(f"/c/{waiting.conversation_id}/", bob)
    expect_state(loser, "connected")
    handoffs.claim(waiting, agent=alice)

    expect(loser.get_by_text("Alice Archer holds this chat")).to_be_visible()
    expect(loser.locator("[data-command=claim]")).to_have_count(0)


@pytest.mark.parametrize("width", [1366, 390])
def test_the_menu_of_statuses_opens_below_its_button(visit, alice, width):
    page = visit("/", alice, width=width)
    opener, menu = page.locator("#presence-menu"), page.locator("#status")
    opener.click()
    above, below = opener.bounding_box(), menu.bounding_box()
    assert 0 <= below["y"] - (above["y"] + above["height"]) <= 8
    assert below["x"] >= 0
    assert below["x"] + below["width"] <= width


def test_a_chosen_status_closes_its_menu(page, alice):
    opener = page.locator("#presence-menu")
    opener.click()
    page.get_by_role("button", name="Away").click()

    expect(opener).to_contain_text("Away")
    expect(page.locator("#status")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_status_chosen_in_one_tab_stands_in_the_other(page, chat):
    other = page.context.new_page()
    other.goto(f"/c/{chat.pk}/")
    expect_state(other, "connected")
    page.locator("#presence-menu").click()
    page.get_by_role("button", name="Away").click()
    expect(other.locator("#presence-menu")).to_contain_text("Away")
