"""A real Chromium in front of the real product. The cast comes from tests/conftest.py and is really in the database.

Playwright's sync interface keeps an event loop running in this thread, so async tests cannot run beside it: it
lives for this package only, and browser tests are sorted behind all others. Django's ORM refuses to be called
where a loop runs; nothing here awaits, so it is told to let us.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from apps.conversations.models import Conversation
from apps.handoffs.models import Handoff
from tests.emptying import empty_tables
from tests.workspace.brief import write_brief, write_intents

from . import live
from .chat_page import expect_state
from .chromium import FLAGS, NoChromium, find
from .complaints import Complaints
from .contexts import PATIENCE, Contexts

HERE = Path(__file__).parent
AXE = HERE / "vendor/axe.min.js"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.django_db)  # else these tests alone would run in DATABASE_URL's own database
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture(autouse=True)
def _django_db_marker() -> None:
    """The mark is there to have a test database made; no transaction may hide its rows from the server."""


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Skipped with the reason where no browser can be had; in CI that is a failure."""
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        expect.set_options(timeout=PATIENCE)
        try:
            path = find(playwright)
        except NoChromium as reason:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(str(reason))
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def console(_redis, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """The address of the product in front of this test process's database and its corner of Redis."""
    with django_db_blocker.unblock():
        live.prepare()
        running = live.web(tmp_path_factory.mktemp("web"))
        url = running.__enter__()
    yield url
    running.__exit__(None, None, None)


@pytest.fixture
def worker(console, tmp_path) -> Iterator[None]:
    """What happens by itself: reactions, briefs, deliveries."""
    with live.worker(tmp_path, console):
        yield


@pytest.fixture(autouse=True)
def _database(console, django_db_blocker) -> Iterator[None]:
    """Really committed rows, because another process reads them; gone after the test."""
    with django_db_blocker.unblock():
        yield
        empty_tables()
        connection.close()  # Django keeps another one for where a loop runs, and closes only the usual one


@pytest.fixture
def complaints(request) -> Complaints:
    """What the browsers of this test say is wrong; complaints.py tells how a test expects some of it."""
    return Complaints.named_by(request.node.iter_markers("complaint"))


@pytest.fixture(scope="package")
def contexts(chromium, console) -> Contexts:
    return Contexts(chromium, console)


@pytest.fixture
def visit(contexts, complaints, _database) -> Iterator[Callable[..., Page]]:
    """visit("/inbox/", alice) opens a page as Alice; with nobody, as a stranger. Each call is a browser of its own.

    At the end nothing may have been complained of but what the test has named.
    """
    with ExitStack() as lent:

        def open_page(path="/", person=None, *, width=1366, height=768, color_scheme=None, **options) -> Page:
            context = lent.enter_context(contexts.lend(complaints, **options))
            if person:
                context.add_cookies([{"name": "sessionid", "value": _session(person), "url": contexts.address}])
            page = context.new_page()
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=color_scheme)
            page.goto(path)
            return page

        yield open_page
    complaints.check()


@pytest.fixture
def page(visit, chat, alice) -> Page:
    """Alice's chat before her, and live."""
    page = visit(f"/c/{chat.pk}/", alice)
    expect_state(page, "connected")
    return page


def _session(person) -> str:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """WCAG 2.2 AA as far as a program can tell."""

    def check(page: Page) -> None:
        page.evaluate(AXE.read_text())  # not a script element: the page's security policy stays as it is
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = page.evaluate("tags => axe.run({runOnly: tags})", tags)["violations"]
        told = [f"{v['id']}: {v['help']}: {', '.join(str(n['target']) for n in v['nodes'])}" for v in found]
        assert not told, "\n".join(told)

    return check


@pytest.fixture
def chat(claimed, conversation) -> Conversation:
    """Maya's chat as Alice has it before her: read, summed up, with a reply suggested."""
    write_intents()
    write_brief(conversation)
    known = {"intent": "billing.duplicate_charge", "sentiment": "frustrated"}
    Conversation.objects.filter(pk=conversation.pk).update(**known)
    evidence = conversation.messages.get(position=3)
    words = "Customer disputes a booked second payment; the bot may not refund."
    why = {"rule": "Charge dispute", "confidence": 0.41, "reason_text": words}
    Handoff.objects.filter(pk=claimed.pk).update(**why, evidence=evidence)
    return conversation
