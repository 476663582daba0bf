"""Cut an article's Markdown into passages: one per heading, long ones at paragraph ends."""

import re

from django.db import transaction
from markdown_it import MarkdownIt

from .models import Article, Passage

LONGEST = 1200  # characters of one passage, so that a hit is read at a glance

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def rewrite_passages(article: Article) -> None:
    """Make the stored passages those of the article as it is now."""
    rows = [
        Passage(
            article=article,
            position=position,
            heading=heading[:300],
            text=text,
            title=article.title,
            language=article.language[:2].lower(),
        )
        for position, (heading, text) in enumerate(split(article.body) or [("", article.title)], start=1)
    ]
    with transaction.atomic():
        article.passages.all().delete()
        Passage.objects.bulk_create(rows)


def split(markdown: str) -> list[tuple[str, str]]:
    """`(heading, plain text)` of each passage, in order."""
    found: list[tuple[str, list[str]]] = [("", [])]
    inside_heading, item = False, ""
    for token in _markdown.parse(markdown):
        if token.type in ("heading_open", "heading_close"):
            inside_heading = token.type == "heading_open"
        elif token.type == "list_item_open":
            item = f"{token.info}. " if token.info else "• "
        elif token.type in ("fence", "code_block"):
            found[-1][1].append(token.content.strip())
        elif token.type == "inline" and inside_heading:
            found.append((_plain(token), []))
        elif token.type == "inline":
            found[-1][1].append(item + _plain(token))
            item = ""
    return [(heading, text) for heading, blocks in found for text in _pieces(blocks)]


def sentences(text: str) -> list[str]:
    """The sentences of a passage, as they stand."""
    return [found for line in text.splitlines() for found in re.split(r"(?<=[.!?…])\s+(?=[^a-z\s])", line) if found]


def _plain(token) -> str:
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts).strip()


def _pieces(blocks: list[str]) -> list[str]:
    pieces: list[str] = []
    for block in filter(None, blocks):
        if pieces and len(pieces[-1]) + len(block) < LONGEST:
            pieces[-1] += "\n" + block
        else:
            pieces.append(block)
    return pieces
