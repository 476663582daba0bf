import re

import pytest
from django.utils import timezone

from apps.handoffs.models import Mode
from apps.routing import wait
from apps.routing.sentences import WORDS
from apps.routing.wait import WaitEstimate


@pytest.fixture
def here(alice):
    alice.seen_at = timezone.now()
    alice.save()


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (10, 50, "less than a minute"),
        (30, 60, "up to 1 min"),
        (65, 170, "1 to 3 min"),
        (50, 130, "up to 3 min"),
        (900, 4000, "more than an hour"),
    ],
)
def test_a_range_is_said_in_minutes_and_only_ever_wider(billing, low, high, said):
    assert said in wait.sentence(billing, WaitEstimate(low, high, ""))


def test_without_an_estimate_no_time_is_said(billing, here):
    said = wait.sentence(billing, None)

    assert "I can't say yet how long" in said
    assert not re.search(r"\d", said)


def test_with_nobody_there_it_says_so(billing):
    assert "Nobody from Billing is available right now" in wait.sentence(billing, None)


@pytest.mark.parametrize("mode", ["ticket", "callback", "email"])
@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_other_modes_have_words_of_their_own_and_name_no_time(billing, here, mode, language):
    said = wait.sentence(billing, WaitEstimate(60, 120, ""), language, mode)

    assert said != wait.sentence(billing, WaitEstimate(60, 120, ""), language)
    assert not re.search(r"\d", said)


def test_german_is_answered_in_german_and_unknown_languages_in_english(billing, here):
    assert "Wie lange es dauert" in wait.sentence(billing, None, "de-AT")
    assert wait.sentence(billing, None, "nl") == wait.sentence(billing, None, "en")


def test_every_language_has_words_for_every_mode():
    needed = {"soon", "upto", "range", "long", "live_unknown", "live_nobody", *Mode.values}

    assert all(needed <= set(words) for words in WORDS.values())
