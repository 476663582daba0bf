"""Turns just stored are shown by whoever stored them, to screens that lack nothing before them."""

import pytest

from apps.conversations import operations as conversations
from apps.conversations.turns import Turn
from apps.core import live
from apps.core.screen import Screen
from apps.workspace.live import TURNS, Workspace

door = Workspace()


class Ears:
    """Keeps the news that the hub of this process would hear."""

    def hear(self, topics, news) -> None:
        if news:
            ((self.topic, self.what),) = news.items()


@pytest.fixture
def said(claimed, monkeypatch, django_capture_on_commit_callbacks):
    """Call it with texts of the customer; it returns the topic and the news of them."""

    def say(*texts: str) -> tuple:
        ears = Ears()
        monkeypatch.setattr(live, "listeners", {ears})
        with django_capture_on_commit_callbacks(execute=True):
            conversations.receive_messages(claimed.conversation, [Turn("customer", text) for text in texts])
        return ears.topic, ears.what

    return say


def screen_of(agent, claimed, seq: int) -> Screen:
    """One that has been shown everything up to `seq`."""
    topic = f"conversation:{claimed.conversation_id}"
    return Screen(None, agent.pk, "", (topic,), {}, painted={topic: seq, TURNS: seq})


def test_a_screen_that_has_seen_everything_is_shown_the_turns_and_not_twice(claimed, alice, said):
    screen = screen_of(alice, claimed, claimed.conversation.seq)
    topic, news = said("hello?", "are you there?")
    html = door.at_once(topic, [screen], news)[screen].html
    assert html.index("hello?") < html.index("are you there?")
    painted = [frames[screen] for frames in door.paint(topic, [screen]) if screen in frames]
    assert "are you there?" not in "".join(frame.html for frame in painted)
    assert painted[-1].version == claimed.conversation.seq


def test_a_screen_that_lacks_an_earlier_turn_waits_for_both(claimed, alice, said):
    screen = screen_of(alice, claimed, claimed.conversation.seq)
    said("first")
    topic, news = said("second")
    assert door.at_once(topic, [screen], news) == {}
    painted = "".join(frames[screen].html for frames in door.paint(topic, [screen]) if screen in frames)
    assert painted.index("first") < painted.index("second")


def test_who_may_not_see_the_chat_is_shown_nothing(claimed, carol, said):
    screen = screen_of(carol, claimed, claimed.conversation.seq)
    assert door.at_once(*_with(said("are you there?"), screen)) == {}


def test_a_long_mirror_is_left_to_the_paint(claimed, alice, said):
    screen = screen_of(alice, claimed, claimed.conversation.seq)
    assert door.at_once(*_with(said(*map(str, range(50))), screen)) == {}


def _with(news: tuple, screen: Screen) -> tuple:
    topic, what = news
    return topic, [screen], what
