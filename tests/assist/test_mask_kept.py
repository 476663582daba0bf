"""What was kept before cards were masked on their way in is masked by a migration."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from apps.assist.models import Brief, Draft

BEFORE, AFTER = ("assist", "0003_words_for_what_is_stored"), ("assist", "0004_no_cards_in_what_was_kept")
CARD, MASKED = "refund to 4111 1111 1111 1111 now", "refund to •••• 1111 now"


def migrate(to: tuple[str, str]) -> None:
    MigrationExecutor(connection).migrate([to])


@pytest.fixture(autouse=True)
def _back_then():
    migrate(BEFORE)


@pytest.fixture
def unsent():
    """The rows as they were then."""
    return MigrationExecutor(connection).loader.project_state([BEFORE]).apps.get_model("assist", "UnsentReply").objects


def test_both_texts_of_an_unsent_reply_are_masked_and_others_stay_as_they_are(unsent, claimed, alice, bob):
    of = {"conversation_id": claimed.conversation_id}
    card = unsent.create(**of, agent_id=alice.pk, text=CARD, other_text=f"or {CARD}", revision=7)
    plain = unsent.create(**of, agent_id=bob.pk, text="order 4111 1111 1111 1112", is_note=True)
    saved = plain.saved_at
    migrate(AFTER)
    card.refresh_from_db()
    plain.refresh_from_db()
    assert (card.text, card.other_text, card.revision) == (MASKED, f"or {MASKED}", 7)
    assert (plain.text, plain.saved_at) == ("order 4111 1111 1111 1112", saved)


def test_drafts_are_masked_however_many_there_are(claimed):
    brief = Brief.objects.create(conversation=claimed.conversation, version=1, through=1, writer="local", words=0)
    common = {"conversation": claimed.conversation, "brief": brief, "through": 1, "text": CARD}
    Draft.objects.bulk_create(Draft(version=number, **common) for number in range(1, 1202))
    migrate(AFTER)
    assert set(Draft.objects.values_list("text", flat=True)) == {MASKED}


def test_going_back_leaves_it_masked(unsent, claimed, alice):
    kept = unsent.create(conversation_id=claimed.conversation_id, agent_id=alice.pk, text=CARD)
    migrate(AFTER)
    migrate(BEFORE)
    kept.refresh_from_db()
    assert kept.text == MASKED
    migrate(AFTER)
