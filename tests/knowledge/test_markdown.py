"""Text is text, also in an article."""

import pytest

from apps.knowledge.markdown import render


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://spy.example/x.png)",
        "<img src=x onerror=alert(1)>",
        "[x](data:text/html;base64,xx)",
    ],
)
def test_nothing_runs_and_nothing_is_fetched(text):
    shown = render(text)
    assert "<script" not in shown
    assert "<img" not in shown
    assert 'href="javascript' not in shown
    assert 'href="data' not in shown


def test_what_is_meant_is_shown():
    shown = render("# Title\n\n- **one**\n\n[help](https://help.example)")
    assert "<h3>Title</h3>" in shown
    assert "<strong>one</strong>" in shown
    assert 'rel="noopener noreferrer nofollow"' in shown
