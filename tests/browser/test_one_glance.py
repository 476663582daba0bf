"""The rule above all others: the payload is one glance from the reply box. Without a scroll or a click everything an
agent needs stands whole on the screen, in the workspace and in another desk's frame."""

import pytest
from playwright.sync_api import Page, expect

from apps.conversations import operations as conversations
from apps.conversations.turns import Turn
from tests.workspace.brief import write_brief

# Of each: it is inside the window, and what lies on top of its corners and its middle is itself.
IN_SIGHT = """
(element) => {
  const box = element.getBoundingClientRect();
  const [left, right, top, bottom] = [box.left + 2, box.right - 2, box.top + 2, box.bottom - 2];
  const points = [[left, top], [right, bottom], [(left + right) / 2, (top + bottom) / 2]];
  const on_top = ([x, y]) => {
    const hit = document.elementFromPoint(x, y);
    return hit !== null && (element.contains(hit) || hit.contains(element));
  };
  return box.width > 0 && box.height > 0 && left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight
    && points.every(on_top);
}
"""
PAYLOAD = {
    "why it is here": ".why__signals",
    "summary": ".summary__text",
    "next action": ".action__title",
    "its reason": ".action__why",
    "first source": ".sources__item >> nth=0",
    "second source": ".sources__item >> nth=1",
    "third source": ".sources__item >> nth=2",
    "key facts": ".facts__list",
    "the draft": "#reply-text",
    "Send": ".composer__send",
    "Hand back": ".handback__send",
    "feedback on the summary": ".rate__scale >> nth=0",
    "feedback on the team": ".rate__scale >> nth=1",
}


def out_of_sight(page: Page) -> list[str]:
    return [name for name, part in PAYLOAD.items() if not page.locator(part).evaluate(IN_SIGHT)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_is_one_glance_from_the_reply_box(visit, chat, alice, scheme, assert_accessible):
    page = visit(f"/c/{chat.pk}/", alice, width=1366, height=768, color_scheme=scheme)
    assert out_of_sight(page) == []
    assert_accessible(page)


def write_long_brief(chat, **changes) -> None:
    long = " ".join(("Maya was charged twice for one order and still waits for an answer. " * 7).split()[:79])
    fact = {"name": "date", "label": "Date", "value": "Monday", "turn": 3}
    claims = [{"text": long, "turns": [1, 2, 3]}]
    facts = [*chat.briefs.get().facts, fact]
    write_brief(chat, version=2, claims=claims, words=79, facts=facts, **changes)


@pytest.mark.parametrize(("path", "width"), [("/c/", 1366), ("/embed/c/", 360)])
@pytest.mark.parametrize("state", ["ready", "failed"])
def test_the_longest_brief_beside_an_outdated_draft_pushes_nothing_out(visit, chat, alice, path, width, state):
    write_long_brief(chat, state=state)
    conversations.receive_messages(chat, [Turn("customer", "wait, it is another order", "m9")])
    page = visit(f"{path}{chat.pk}/", alice, width=width, height=768)
    expect(page.locator(".offer__stale")).to_have_text("Customer has written since")
    expect(page.locator(".facts__one")).to_have_count(5)
    assert out_of_sight(page) == []


def test_a_summary_without_the_model_pushes_nothing_out(visit, chat, alice):
    write_brief(chat, version=2, state="failed", error="the model answered 503 three times, and then not at all")
    page = visit(f"/c/{chat.pk}/", alice, width=1366, height=768)
    assert out_of_sight(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_so_it_is_in_a_narrow_frame_of_another_desk(visit, chat, alice, scheme, assert_accessible):
    page = visit(f"/embed/c/{chat.pk}/", alice, width=360, height=768, color_scheme=scheme)
    assert out_of_sight(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)


def test_the_rule_notices_what_is_out_of_sight(visit, chat, alice):
    """The check itself, proven on a window too low for it."""
    page = visit(f"/c/{chat.pk}/", alice, width=1366, height=600)
    assert "key facts" in out_of_sight(page)
