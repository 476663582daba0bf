"""Browsers for tests. What they have fetched of the product's static files stays with them from test to test, as it
does with a person's: a page is then there in a quarter of the time. Who was signed in, and all pages, go."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext

from .complaints import Complaints

PATIENCE = 10_000  # milliseconds
SIZE = {"width": 1366, "height": 768}


class Contexts:
    def __init__(self, browser: Browser, address: str):
        self.browser, self.address = browser, address
        self.idle: list[BrowserContext] = []

    @contextmanager
    def lend(self, complaints: Complaints, *, own: bool = False, **options) -> Iterator[BrowserContext]:
        """One that nobody else has. With options it is made for them, and not kept.

        `own`: neither is this one, for what cannot be taken back is done to it (a clock that is set stays set).
        """
        own = own or bool(options)
        context = self.idle.pop() if self.idle and not own else self._make(**options)
        with complaints.listening(context):
            yield context
        if own:
            context.close()
        else:
            self._empty(context)
            self.idle.append(context)

    def _make(self, **options) -> BrowserContext:
        context = self.browser.new_context(**{"base_url": self.address, "locale": "en-US", "viewport": SIZE} | options)
        context.set_default_timeout(PATIENCE)
        return context

    def _empty(self, context: BrowserContext) -> None:
        # First, for a page that goes may still keep what was typed: were that sent with a session that has just ended,
        # the answer would sign out whoever is visited as next.
        context.clear_cookies()
        for page in context.pages:
            page.close()
        context.clear_permissions()
        context.set_offline(False)
