"""A rule is named by the bot, in words of its own: a migration takes from those kept before what must not be there."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from apps.conversations.models import Conversation
from apps.handoffs.models import Handoff

BEFORE, AFTER = ("handoffs", "0003_claims_by_team"), ("handoffs", "0004_rules_named_by_bots")


@pytest.mark.parametrize(
    ("named", "erased", "kept"),
    [
        ("Charge dispute 2", False, "Charge dispute 2"),
        ("Maya’s 4111 1111 1111 1111", False, "Maya’s •••• 1111"),
        ("Maya’s 4111 1111 1111 1111", True, ""),
    ],
)
def test_rules_are_masked_and_of_the_erased_taken(claimed, named, erased, kept):
    MigrationExecutor(connection).migrate([BEFORE])
    Handoff.objects.filter(pk=claimed.pk).update(rule=named)
    Conversation.objects.filter(pk=claimed.conversation_id).update(erased_at=timezone.now() if erased else None)
    MigrationExecutor(connection).migrate([AFTER])
    claimed.refresh_from_db()
    assert claimed.rule == kept
