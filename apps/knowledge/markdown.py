"""Show an article's Markdown: rendered without HTML and images, then cleaned down to an explicit list of tags."""

import nh3
from markdown_it import MarkdownIt

TAGS = {"a", "b", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "strong"}
TAGS |= {"table", "tbody", "td", "th", "thead", "tr", "ul"}

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


class Cleaned(str):
    """Markup that has passed the tag list; templates show it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def render(text: str) -> Cleaned:
    """The Markdown as markup. Links show their host, open outside, and lead to web pages or mail only."""
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):  # the page has its own h1 and h2
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    markup = _markdown.renderer.render(tokens, _markdown.options, {})
    return Cleaned(
        nh3.clean(
            markup,
            tags=TAGS,
            attributes={"a": {"href"}, "ol": {"start"}},
            url_schemes={"https", "http", "mailto"},
            link_rel="noopener noreferrer nofollow",
            set_tag_attribute_values={"a": {"target": "_blank"}},
        )
    )
