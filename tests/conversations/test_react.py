"""Every event is reacted to once, however many have piled up and whatever goes wrong with one of them."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.conversations import events
from apps.conversations.models import ConversationEvent


@pytest.fixture
def three(conversation):
    """Three events that nobody has reacted to."""
    ConversationEvent.objects.all().delete()
    with transaction.atomic():
        return [events.record(conversation, kind) for kind in ("one", "two", "three")]


def test_each_is_reacted_to_once_and_in_order(three):
    seen = []
    reactions = {event.kind: [lambda event: seen.append(event.kind)] for event in three}

    assert (events.react_to_new(reactions), events.react_to_new(reactions)) == (3, 0)
    assert seen == ["one", "two", "three"]


def test_one_that_fails_holds_up_none_and_is_tried_again(three):
    broken, seen = {"one"}, []

    def react(event):
        if event.kind in broken:
            raise ValueError(event.kind)
        seen.append(event.kind)

    reactions = {event.kind: [react] for event in three}
    events.react_to_new(reactions)
    events.react_to_new(reactions)
    assert seen == ["two", "three"]

    broken.clear()
    events.react_to_new(reactions)
    assert seen == ["two", "three", "one"]


def test_what_a_failing_reaction_has_written_is_undone(three, conversation):
    def react(event):
        type(conversation).objects.filter(pk=conversation.pk).update(page="half done")
        raise ValueError

    events.react_to_new({"one": [react]})

    conversation.refresh_from_db()
    assert conversation.page == ""


def test_one_that_always_fails_is_given_up(three):
    tried = []

    def react(event):
        tried.append(event.kind)
        raise ValueError

    for _ in range(events.TRIES + 5):
        events.react_to_new({"one": [react]})

    assert len(tried) == events.TRIES


def test_the_next_of_many_is_found_without_sorting_them(conversation):
    many = ({"seq": n, "kind": "x", "epoch": 1, "position": 1, "public": False} for n in range(100, 3100))
    ConversationEvent.objects.bulk_create(
        ConversationEvent(conversation=conversation, bot=conversation.bot, **one) for one in many
    )
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as asked:
        cursor.execute("ANALYZE conversations_conversationevent")
        events._react_to_one({})
        (query,) = {each["sql"] for each in asked if "SKIP LOCKED" in each["sql"]}
        cursor.execute(f"EXPLAIN {query}")
        plan = "\n".join(row for (row,) in cursor)
    assert "event_unreacted" in plan
    assert "Sort" not in plan
