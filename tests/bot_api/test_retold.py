"""A transcript without ids, told of a conversation that is mirrored: nothing twice, and nothing lost."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.bot_api import opening, retold
from apps.bot_api.schemas import Handoff as Told
from apps.bot_api.schemas import Message
from apps.conversations import operations as conversations
from apps.conversations.models import Conversation
from apps.conversations.turns import Turn
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handoff
from tests.races import at_once

from .conftest import turn

MIRRORED = [("customer", "hello"), ("bot", "Sure?"), ("customer", "yes")]


def without_ids(*said: tuple[str, str], **more) -> list[dict]:
    return [turn(text, role=role, **more) for role, text in said]


@pytest.fixture(autouse=True)
def _a_team(billing):
    """Somebody to hand over to."""


@pytest.fixture
def chat(botto, maya) -> Conversation:
    chat = conversations.open_conversation(botto, "chat-9", customer=maya)
    turns = [Turn(role, text, f"m{number}") for number, (role, text) in enumerate(MIRRORED)]
    conversations.receive_messages(chat, turns)
    return chat


@pytest.fixture
def hand_over(bot, chat):
    """Hand over with this transcript; returns all that is stored then."""

    def call(transcript: list[dict]) -> list[tuple[str, str]]:
        epoch = Conversation.objects.get(pk=chat.pk).epoch
        answer = bot.post("/handoffs", {"conversation": "chat-9", "transcript": transcript, "epoch": epoch})
        assert answer.status_code == 201, answer.content
        return list(chat.messages.order_by("position").values_list("role", "text"))

    return call


def test_what_was_mirrored_with_ids_is_not_doubled(hand_over):
    assert hand_over(without_ids(*MIRRORED)) == MIRRORED


def test_what_is_new_behind_it_is_stored(hand_over):
    more = [("bot", "Then wait."), ("customer", "a person!")]
    assert hand_over(without_ids(*MIRRORED, *more)) == [*MIRRORED, *more]


def test_it_may_begin_in_the_middle(hand_over):
    assert hand_over(without_ids(*MIRRORED[1:], ("customer", "a person!"))) == [*MIRRORED, ("customer", "a person!")]


def test_who_says_yes_twice_has_said_it_twice(hand_over):
    assert hand_over(without_ids(*MIRRORED, ("customer", "yes"))) == [*MIRRORED, ("customer", "yes")]


def test_a_single_turn_that_was_said_before_is_new(hand_over):
    assert hand_over(without_ids(("customer", "yes"))) == [*MIRRORED, ("customer", "yes")]


def test_the_same_exchange_at_a_later_moment_is_new(hand_over):
    later = (timezone.now() + timedelta(seconds=30)).isoformat()
    assert hand_over(without_ids(*MIRRORED[1:], sent_at=later)) == [*MIRRORED, *MIRRORED[1:]]


def test_what_the_customer_has_said_since_does_not_hide_it(hand_over, chat):
    conversations.receive_messages(chat, [Turn("customer", "are you there?", "m8")])
    assert hand_over(without_ids(*MIRRORED)) == [*MIRRORED, ("customer", "are you there?")]


def test_what_is_said_again_when_the_talk_went_on_is_new(hand_over, chat):
    conversations.receive_messages(chat, [Turn("bot", "Done. Anything else?", "m8")])
    assert hand_over(without_ids(*MIRRORED)) == [*MIRRORED, ("bot", "Done. Anything else?"), *MIRRORED]


def test_what_is_said_again_after_a_person_has_helped_is_new(hand_over, chat, alice):
    hand_over([])
    handoff = Handoff.objects.get()
    handoffs.claim(handoff, agent=alice)
    conversations.send_reply(chat, agent=alice, text="Done.", token="1")
    handoffs.close(handoff, agent=alice, outcome="resolved")
    assert hand_over(without_ids(*MIRRORED)) == [*MIRRORED, ("agent", "Done."), *MIRRORED]


def test_told_longer_after_a_person_has_helped_only_the_rest_is_new(hand_over, chat, alice):
    hand_over([])
    handoff = Handoff.objects.get()
    handoffs.claim(handoff, agent=alice)
    conversations.send_reply(chat, agent=alice, text="Done.", token="1")
    handoffs.close(handoff, agent=alice, outcome="resolved")
    more = ("customer", "not quite")
    assert hand_over(without_ids(*MIRRORED, more)) == [*MIRRORED, ("agent", "Done."), more]


def test_what_the_bot_called_may_be_left_out(hand_over, chat):
    conversations.receive_messages(chat, [Turn("action", "refund(1)", "m8"), Turn("result", "no", "m9")])
    stored = [*MIRRORED, ("action", "refund(1)"), ("result", "no")]
    assert hand_over(without_ids(*MIRRORED, ("customer", "and?"))) == [*stored, ("customer", "and?")]


@pytest.mark.parametrize(
    "last",
    [
        turn("Yes"),
        turn("yes", role="bot"),
        turn("yes", 77),
        turn("yes", attachments=[{"name": "bill.pdf", "url": "https://files.example.com/bill.pdf"}]),
    ],
    ids=["words", "speaker", "id", "file"],
)
def test_what_differs_somewhere_is_another_transcript(hand_over, last):
    assert len(hand_over([*without_ids(*MIRRORED[:2]), last])) == 6


def test_a_masked_card_is_known_again(hand_over, chat):
    conversations.receive_messages(chat, [Turn("customer", "my card: 4111 1111 1111 1111", "m8")])
    told = without_ids(*MIRRORED, ("customer", "my card: 4111 1111 1111 1111"))
    assert len(hand_over(told)) == 4


def test_an_id_used_for_another_message_is_named_by_its_place(bot, chat):
    told = [*without_ids(*MIRRORED), {"role": "customer", "text": "other", "id": "m1"}]
    answer = bot.post("/handoffs", {"conversation": "chat-9", "transcript": told})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "transcript[3].id")


def test_whole_transcripts_of_few_words_come_through_as_they_are(botto, maya):
    """Whatever is mirrored of a conversation by then, what is stored is what was said."""
    chance = random.Random(7)
    for number in range(40):
        whole = [
            (chance.choice(["customer", "bot"]), chance.choice(["yes", "no"])) for _ in range(chance.randint(1, 9))
        ]
        mirrored = chance.randint(0, len(whole))
        chat = conversations.open_conversation(botto, f"few-{number}", customer=maya)
        turns = [Turn(role, text, f"{number}-{place}") for place, (role, text) in enumerate(whole[:mirrored])]
        conversations.receive_messages(chat, turns)
        told = Told(conversation=chat.reference, transcript=without_ids(*whole))
        opening.hand_over(botto, told)
        assert list(chat.messages.order_by("position").values_list("role", "text")) == whole


@pytest.mark.django_db(transaction=True)
def test_a_mirror_on_its_way_is_waited_for(chat, botto):
    said = [*MIRRORED, ("customer", "a person!")]
    told = Told(conversation="chat-9", transcript=without_ids(*said))
    mirror = lambda: conversations.receive_messages(chat, [Turn("customer", "a person!", "m8")])  # noqa: E731
    _, opened = at_once(mirror, lambda: opening.hand_over(botto, told))
    assert opened["state"] == "waiting"
    assert list(chat.messages.order_by("position").values_list("role", "text")) == said


def test_it_costs_the_same_however_long_it_is(chat):
    def queries(length: int) -> int:
        told = [Message(role="customer", text=f"line {number}") for number in range(length)]
        with CaptureQueriesContext(connection) as asked:
            retold.stored_already(chat, told)
        return len(asked)

    assert queries(2) == queries(400) == 4
