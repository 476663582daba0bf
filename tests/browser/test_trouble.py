"""What goes wrong around a browser: each is seen, and nothing is lost."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from playwright.sync_api import Page, expect

from apps.conversations import operations as conversations
from apps.conversations.models import Conversation, Customer, Message
from apps.conversations.operations import Turn

from .chat_page import NO_NETWORK, box, expect_kept, expect_state, sign_in
from .line import Line

HOSTILE = {
    "markup": "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">&lt;b&gt;",
    "right to left": "\u202eשלום, חויבתי פעמיים\u202c {{ 7*7 }} ${7*7}",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈 " * 40,
    "one word of 64 kB": "x" * 65_536,
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
}
# Of what stands on the page, whatever runs out of its column.
RUNS_OUT = """() => ['html', '.log', '.brief__parts', '.inbox', '.header'].flatMap((name) => {
  const column = document.querySelector(name);
  if (column.scrollWidth <= column.clientWidth + 1) return [];
  const edge = column.getBoundingClientRect().right + 1;
  const found = [...column.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > edge);
  return [name, ...found.slice(0, 4).map((one) => one.className || one.tagName)];
})"""


def say(chat: Conversation, *texts: str) -> None:
    conversations.receive_messages(chat, [Turn("customer", text, f"m-{text[:50]}") for text in texts])


@pytest.mark.complaint(NO_NETWORK, because="the page tries to reach the server again and again")
def test_a_browser_that_was_offline_is_level_again(page, chat):
    with page.expect_console_message(lambda said: "ERR_INTERNET_DISCONNECTED" in said.text):
        page.context.set_offline(True)  # and so long that it has tried once
    expect_state(page, "reconnecting")
    say(chat, "first while away")
    say(chat, "second while away")
    box(page).fill("typed meanwhile")
    expect(page.locator(".connection")).to_contain_text("Reconnecting")
    page.context.set_offline(False)

    expect_state(page, "connected")
    expect(page.locator(".message--customer").last).to_contain_text("second while away")
    for text in ("first while away", "second while away"):
        expect(page.locator(".message__text", has_text=text)).to_have_count(1)
    expect(box(page)).to_have_value("typed meanwhile")
    expect_kept(page)


class Laptop:
    """While its lid is down nothing reaches its page, and the clock that only runs awake stands still."""

    CLOCK = "let slept = 0; const now = Date.now; Date.now = () => now() + slept; window.sleep = ms => slept += ms"

    def __init__(self, page: Page, line: Line):
        self.page, self.line = page, line
        page.add_init_script(f"{{ {self.CLOCK} }}")
        page.goto(line.url + urlsplit(page.url).path)
        expect_state(page, "connected")
        box(page).fill("typed in the evening")
        expect_kept(page)

    @contextmanager
    def closed_for(self, hours: int) -> Iterator[None]:
        self.line.go_dead()
        yield
        self.page.evaluate("hours => sleep(hours * 3600e3)", hours)


@pytest.fixture
def laptop(page, console) -> Iterator[Laptop]:
    line = Line(urlsplit(console).port)
    yield Laptop(page, line)
    line.close()


def test_a_laptop_that_was_closed_for_a_night_is_level_a_moment_after(laptop, page, chat):
    with laptop.closed_for(hours=9):
        say(chat, "said in the night")
        expect_state(page, "connected")  # it does not know yet

    expect(page.locator(".message--customer").last).to_contain_text("said in the night")
    expect_state(page, "connected")
    expect(box(page)).to_have_value("typed in the evening")


def test_a_laptop_whose_session_ended_in_the_night_says_so(laptop, page):
    with laptop.closed_for(hours=9):
        Session.objects.all().delete()

    expect(page.get_by_role("alert")).to_contain_text("You are signed out. What you typed is kept.")
    expect(box(page)).to_have_value("typed in the evening")


@pytest.mark.complaint("401 .*/unsent/", because="the session has ended, and what is typed is still to be kept")
def test_a_session_that_ends_while_typing_costs_no_word(page, chat, alice):
    box(page).fill("half a thought")
    expect_kept(page)
    Session.objects.all().delete()
    box(page).press("Control+End")
    box(page).press_sequentially(", and the rest")

    expect(page.locator("#reply [data-saved]")).to_have_text(re.compile("Not saved"))
    line = page.get_by_role("alert")
    expect(line).to_contain_text("You are signed out. What you typed is kept.")
    line.get_by_role("link", name="Sign in").click()
    sign_in(page, alice)
    page.wait_for_url(f"**/c/{chat.pk}/")
    expect(box(page)).to_have_value("half a thought, and the rest")
    expect_kept(page)


@pytest.mark.complaint("401 .*/unsent/", because="the session has ended, and what is typed is still to be kept")
def test_whoever_signs_in_next_finds_no_words_of_another(page, chat, bob):
    Session.objects.all().delete()
    box(page).fill("for Alice's eyes")
    expect(page.locator("#reply [data-saved]")).to_have_text(re.compile("Not saved"))
    page.get_by_role("alert").get_by_role("link", name="Sign in").click()
    sign_in(page, bob)
    page.wait_for_url(f"**/c/{chat.pk}/")
    expect_state(page, "connected")
    expect(box(page)).not_to_have_value("for Alice's eyes")


def test_whoever_is_signed_out_is_told_so_without_a_network_too(page):
    Session.objects.all().delete()
    expect_state(page, "signed-out")
    page.evaluate("dispatchEvent(new Event('offline'))")
    expect_state(page, "signed-out")
    expect(page.get_by_role("alert")).to_contain_text("You are signed out")


def test_going_back_shows_the_present(page, chat):
    page.get_by_role("link", name="Inbox").first.click()
    expect(page.get_by_text("No chat open")).to_be_visible()
    say(chat, "said while you were elsewhere")
    page.go_back()

    expect(page.locator(".message--customer").last).to_contain_text("said while you were elsewhere")
    expect_state(page, "connected")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_are_words(visit, chat, alice, text):
    Customer.objects.filter(pk=chat.customer_id).update(name=text[:150])
    page = visit(f"/c/{chat.pk}/", alice)
    expect_state(page, "connected")
    say(chat, text)

    shown = page.locator(".message--customer").last.locator(".message__text")
    expect(shown).to_have_js_property("textContent", text)
    assert "owned" not in page.title().replace(text[:150], "")
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 768})
        assert page.evaluate(RUNS_OUT) == [], width
    page.reload()
    expect(shown).to_have_js_property("textContent", text)
    expect(page.locator(".header h1")).to_have_js_property("textContent", text[:150])


def test_ten_thousand_turns_open_as_three_do(visit, chat, alice):
    browser = Client()
    browser.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(f"/c/{chat.pk}/").status_code == 200
        return len(asked)

    queries()  # what is made on a first visit
    few = queries()
    fill(chat, 10_000)
    assert queries() <= few + 1  # the turns before those on the page are one more

    page = visit(f"/c/{chat.pk}/", alice)
    expect(page.locator(".message--customer").last).to_contain_text("turn 10000")
    assert page.locator(".message").count() <= 30
    assert page.evaluate("performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart") < 3000
    page.get_by_role("button", name="Earlier turns").click()
    expect(page.get_by_text("turn 9941", exact=True)).to_be_attached()
    say(chat, "and one more")
    expect(page.locator(".message--customer").last).to_contain_text("and one more")


def fill(chat: Conversation, until: int) -> None:
    first = chat.messages.count() + 1
    about = {"bot_id": chat.bot_id, "sent_at": timezone.now()}
    Message.objects.bulk_create(
        [
            Message(conversation=chat, position=n, role="customer", text=f"turn {n}", external_id=n, **about)
            for n in range(first, until + 1)
        ]
    )
    Conversation.objects.filter(pk=chat.pk).update(message_count=until)
