from contextlib import contextmanager
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from apps.bot_api import idempotency
from apps.bot_api.models import Idempotency
from apps.conversations import operations as conversations
from apps.conversations.turns import Turn
from apps.core.house.waiting import until
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handoff
from apps.privacy import operations as privacy
from tests.races import somebody_waits

from .conftest import BotClient, turn

TOLD = {"customer": {"reference": "cust-1"}, "transcript": [turn("a person, please")]}


@pytest.fixture(autouse=True)
def _a_team(billing):
    """Somebody to hand over to."""


def test_the_same_words_to_another_address_are_another_call(bot):
    opened = [bot.post("/handoffs", {**TOLD, "conversation": f"c{n}"}).json()["id"] for n in range(2)]
    answers = [bot.post(f"/handoffs/{pk}/cancel", {"reason": "left"}, once="k2") for pk in opened]
    assert [answer.status_code for answer in answers] == [200, 422]
    assert answers[1].json()["code"] == "idempotency_key_reused"


def test_a_repeat_is_answered_the_same_and_changes_nothing(bot):
    first, again = (bot.post("/handoffs", TOLD, once="k1") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert Handoff.objects.count() == 1


def test_quoted_or_bare_it_is_the_same_key(bot):
    first, again = bot.post("/handoffs", TOLD, once="k1"), bot.post("/handoffs", TOLD, once='"k1"')
    assert first.json() == again.json()


def test_another_body_under_the_same_key_is_refused(bot):
    bot.post("/handoffs", TOLD, once="k1")
    answer = bot.post("/handoffs", {**TOLD, "summary": "other"}, once="k1")
    assert answer.status_code == 422
    assert answer.json()["code"] == "idempotency_key_reused"


def test_another_address_under_the_same_key_is_refused(bot, conversation):
    bot.post("/handoffs", {"conversation": "chat-1"}, once="k1")
    assert bot.post("/conversations/chat-1/outcome", {"csat": 4}, once="k1").status_code == 422


def test_keys_of_two_bots_do_not_meet(bot, other):
    first, second = bot.post("/handoffs", TOLD, once="k1"), other.post("/handoffs", TOLD, once="k1")
    assert first.json()["id"] != second.json()["id"]


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "schlüssel", "a\tb"])
def test_a_key_of_another_form_is_refused(bot, key):
    answer = bot.post("/handoffs", TOLD, once=None, HTTP_IDEMPOTENCY_KEY=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_idempotency_key")


def test_a_missing_key_is_refused(bot):
    assert bot.post("/handoffs", TOLD, once=None).json()["code"] == "missing_idempotency_key"


def test_a_refused_call_may_be_put_right_under_the_same_key(bot):
    assert bot.post("/handoffs", {**TOLD, "mode": "pigeon"}, once="k1").status_code == 422
    assert bot.post("/handoffs", TOLD, once="k1").status_code == 201


@pytest.mark.django_db(transaction=True)
def test_while_it_runs_a_repeat_is_told_to_wait(bot, botto):
    locked, finished = Barrier(2), Barrier(2)

    def run_for_long():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('k1', %s))", [botto.pk])
            locked.wait()
            finished.wait()
        connection.close()

    other_call = Thread(target=run_for_long)
    other_call.start()
    locked.wait()
    answer = bot.post("/handoffs", TOLD, once="k1")
    finished.wait()
    other_call.join()
    assert answer.status_code == 409
    assert answer.json()["code"] == "still_running"
    assert answer["Retry-After"] == "1"


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_change_something_once(bot):
    barrier, answers = Barrier(16), []

    def call():
        client = BotClient(bot.key)
        barrier.wait()
        answers.append(client.post("/handoffs", TOLD, once="k1"))
        connection.close()

    threads = [Thread(target=call) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    assert Handoff.objects.count() == 1
    assert bot.post("/handoffs", TOLD, once="k1").status_code == 201


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("key", "told"), [("k1", (409, "still_running")), (None, (422, "id_reused"))])
def test_an_id_on_its_way_into_another_conversation_is_refused(bot, botto, maya, conversation, key, told):
    """With a key the call is told to wait; without one nothing keeps it from waiting itself."""
    elsewhere = conversations.open_conversation(botto, "chat-2", customer=maya)
    stored = Barrier(2)

    def store_and_commit_once_the_other_waits():
        with transaction.atomic():
            conversations.receive_messages(elsewhere, [Turn("customer", "hello", "t1")])
            stored.wait()
            until(somebody_waits, 10)
        connection.close()

    first = Thread(target=store_and_commit_once_the_other_waits)
    first.start()
    stored.wait()
    answer = bot.post("/conversations/chat-1/messages", {"messages": [turn("hello", 1)]}, once=key)
    first.join()
    assert (answer.status_code, answer.json()["code"]) == told
    again = bot.post("/conversations/chat-1/messages", {"messages": [turn("hello", 1)]}, once=key)
    assert (again.status_code, again.json()["code"]) == (422, "id_reused")


@pytest.mark.django_db(transaction=True)
def test_what_the_database_may_have_stored_when_it_went_away_is_sent_again(bot):
    with killing_commits():
        answer = bot.post("/handoffs", TOLD, once="k1")
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")
    assert "not known: send the same call again" in answer.json()["detail"]
    assert bot.post("/handoffs", TOLD, once="k1").status_code == 201
    assert Handoff.objects.count() == 1


@contextmanager
def killing_commits():
    """A connection that has stored an answer dies in its COMMIT."""
    with connection.cursor() as cursor:
        cursor.execute("""
            CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON bot_api_idempotency DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION die()""")
    try:
        yield
    finally:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION die CASCADE")


def test_answers_are_kept_for_seven_days(bot):
    bot.post("/handoffs", TOLD, once="old")
    bot.post("/handoffs", {**TOLD, "customer": {"reference": "cust-2"}}, once="new")
    old = Idempotency.objects.get(key="old")
    Idempotency.objects.filter(pk=old.pk).update(at=old.at - idempotency.KEPT)
    assert idempotency.forget_old() == 1
    assert Idempotency.objects.get().key == "new"


def test_a_stored_answer_that_quotes_a_brief_is_erased_with_the_customer(bot, claimed, alice):
    handback = handoffs.hand_back(claimed, agent=alice, brief={"done": ["told Maya of her divorce"]})
    accept = f"/handbacks/{handback.pk}/accept"
    assert "divorce" in bot.post(accept, once="k1").content.decode()
    assert bot.post(accept, once="k1")["Idempotent-Replayed"]

    privacy.erase_customer(claimed.conversation.customer, by=None)

    assert not Idempotency.objects.filter(answer__contains="divorce").exists()
    assert "divorce" not in bot.post(accept, once="k1").content.decode()
