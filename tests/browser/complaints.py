"""What a browser complains of while a test runs: no script may fail, no policy be broken, no request or socket fail.

What a test provokes by itself it names, with the reason:

    @pytest.mark.complaint("401 .*/unsent/", because="the session has ended")

Whatever else is heard fails the test, and so does what was named and never came: a list that only grows would hide
the next real error.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, WebError


@dataclass(frozen=True)
class Expected:
    """`pattern` is looked for in a complaint's words followed by the address it came from."""

    pattern: str
    because: str

    def __call__(self, words: str) -> bool:
        return re.search(self.pattern, words) is not None

    def __str__(self) -> str:
        return f"/{self.pattern}/ because {self.because}"


@dataclass
class Complaints:
    expected: list[Expected] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    @classmethod
    def named_by(cls, marks: Iterable[pytest.Mark]) -> "Complaints":
        return cls([Expected(*mark.args, **mark.kwargs) for mark in marks])

    @contextmanager
    def listening(self, context: BrowserContext) -> Iterator[None]:
        """To all pages of this browser, those that a test opens later too."""
        context.on("console", self._note)
        context.on("weberror", self._note_error)
        yield
        context.remove_listener("console", self._note)
        context.remove_listener("weberror", self._note_error)

    def check(self) -> None:
        unseen = [words for words in self.heard if not any(expects(words) for expects in self.expected)]
        assert not unseen, "The browser complained:\n" + "\n".join(unseen)
        vain = [str(expects) for expects in self.expected if not any(map(expects, self.heard))]
        assert not vain, "Expected, and never heard:\n" + "\n".join(vain)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.heard.append(f"{message.text} {message.location.get('url', '')}")

    def _note_error(self, failed: WebError) -> None:
        self.heard.append(str(failed.error))
