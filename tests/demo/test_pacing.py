"""Enough waiting chats to choose from, never a flood."""

import random

import pytest

from apps.demo import content, pacing


@pytest.fixture
def casting() -> pacing.Casting:
    return pacing.Casting(content.scenarios(), random.Random(1))


@pytest.mark.parametrize(("waiting", "coming"), [(8, 0), (5, 3), (0, 12)])
def test_nobody_comes_when_enough_are_waiting_or_on_their_way(waiting, coming):
    assert pacing.pause(waiting, coming, random.Random(1)) is None


def test_they_come_faster_while_few_are_waiting():
    assert pacing.pause(2, 0, random.Random(1)) < pacing.pause(6, 0, random.Random(1))


def test_the_first_eight_are_for_different_teams(casting):
    team = {intent["slug"]: intent["team"] for intent in content.intents()}
    first = [casting.next(()) for _ in range(8)]
    assert len({team[telling.scenario.told["intent"]] for telling in first}) == 7


def test_every_story_is_told_before_any_comes_again(casting):
    told = [casting.next(()).scenario.slug for _ in range(len(content.scenarios()))]
    assert sorted(told) == sorted(content.scenarios())


def test_a_story_comes_back_with_another_person(casting):
    tellings = [casting.next(()) for _ in range(2 * len(content.scenarios()))]
    references = [telling.customer["reference"] for telling in tellings]
    assert len(set(references)) == len(references)


def test_nobody_is_in_two_chats_at_once(casting):
    everyone = {s.tell(p).customer["reference"] for s in content.scenarios().values() for p in range(s.people)}
    assert casting.next(everyone) is None
