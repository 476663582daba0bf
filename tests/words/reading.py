"""Reads a page as its visitors do, and tells what on it is neither interface text nor anybody's own words."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from .pseudo import CLOSE, LANGUAGE, OPEN

SPOKEN = {"aria-label", "aria-description", "title", "placeholder", "alt", "label", "data-label", "data-close"}
# Code and keys are the same in every language; what stands in another language says so.
NOT_READ = {"script", "style", "code", "pre", "kbd", "samp"}
WITHIN_A_LINE = {"a", "b", "bdi", "del", "em", "i", "ins", "mark", "q", "small", "span", "strong", "sub", "sup", "time"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
WORD = re.compile(r"[^\W\d_]{2,}")


class Page(HTMLParser):
    """The pieces of a page that someone reads or hears. A line stays together over the elements within it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines, self.spoken = [""], []
        self.open: list[tuple[str, bool]] = []  # elements, and whether they are read
        self.feed(html)
        self.close()

    @property
    def pieces(self) -> list[str]:
        return [*self.lines, *self.spoken]

    @property
    def is_read(self) -> bool:
        return all(read for _, read in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        foreign = about.get("lang", LANGUAGE) != LANGUAGE or about.get("translate") == "no"
        read = tag not in NOT_READ and not foreign and "key" not in (about.get("class") or "").split()
        if self.is_read and read:
            self.spoken += [said for said in self._attributes(tag, about) if said]
        if tag not in WITHIN_A_LINE:
            self.lines.append("")
        if tag not in VOID:
            self.open.append((tag, read))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag not in WITHIN_A_LINE:
            self.lines.append("")

    def handle_data(self, text: str) -> None:
        if self.is_read:
            self.lines[-1] += text

    def _attributes(self, tag: str, about: dict[str, str | None]) -> Iterator[str]:
        yield from (about.get(name) or "" for name in SPOKEN)
        if tag == "template":
            yield from (value or "" for name, value in about.items() if name.startswith("data-"))
        if tag == "input" and about.get("type") in ("submit", "button"):
            yield about.get("value") or ""


class Reader:
    """Knows what people and bots have said, in whatever language that is."""

    def __init__(self, own_words: Iterable[str]) -> None:
        own = sorted(filter(None, set(own_words)), key=len, reverse=True)
        self.known = re.compile(r"(?<![^\W\d_])(?:" + "|".join(map(re.escape, own)) + r")(?![^\W\d_])")

    def unworded(self, html: str) -> list[str]:
        """What on the page is no message, and nobody's own words either."""
        left = {piece.strip(): _without_messages(piece) for piece in Page(html).pieces}
        return [piece for piece, rest in left.items() if WORD.search(rest) and WORD.search(self.known.sub("", rest))]


def _without_messages(piece: str) -> str:
    depth, left = 0, []
    for letter in piece:
        depth += letter == OPEN
        left.append("" if depth else letter)
        depth = max(depth - (letter == CLOSE), 0)
    return "".join(left)
