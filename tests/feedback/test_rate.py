import pytest

from apps.assist.models import Brief
from apps.feedback import operations as feedback
from apps.feedback import queries
from apps.feedback.models import HandoffRating
from apps.handoffs import operations as handoffs


def _brief(conversation, version):
    return Brief.objects.create(conversation=conversation, version=version, through=3, summary="…", words=1)


def test_parts_come_one_by_one_into_one_rating(claimed, alice):
    feedback.rate(claimed, alice, summary=4)
    rating = feedback.rate(claimed, alice, right_team=True)

    assert (rating.summary, rating.right_team) == (4, True)
    assert HandoffRating.objects.count() == 1
    assert rating.amended_at


def test_each_agent_has_a_rating_of_their_own(claimed, alice, bob):
    feedback.rate(claimed, alice, summary=4)
    feedback.rate(claimed, bob, summary=2)

    assert queries.rating_of(claimed, bob).summary == 2


def test_the_version_that_was_judged_is_kept(claimed, alice):
    _brief(claimed.conversation, 1)
    feedback.rate(claimed, alice, summary=2)
    _brief(claimed.conversation, 2)
    rating = feedback.rate(claimed, alice, right_team=True)
    assert rating.brief_version == 1

    assert feedback.rate(claimed, alice, summary=5).brief_version == 2


def test_sources_are_judged_as_they_stood_whatever_the_summary_was(claimed, alice):
    _brief(claimed.conversation, 1)
    feedback.rate(claimed, alice, summary=4)
    _brief(claimed.conversation, 2)
    rating = feedback.rate(claimed, alice, sources_ok=False)
    assert (rating.brief_version, rating.sources_version) == (1, 2)


def test_a_better_team_means_this_one_was_wrong(claimed, alice, technical):
    rating = feedback.rate(claimed, alice, better_team=technical)
    assert (rating.right_team, rating.better_team) == (False, technical)

    rating = feedback.rate(claimed, alice, right_team=True)
    assert (rating.right_team, rating.better_team) == (True, None)


def test_reasons_go_with_a_low_score(claimed, alice):
    rating = feedback.rate(claimed, alice, summary=2, summary_reasons=["wrong_fact", "too_long"])
    assert rating.reasons == ["Too long", "Wrong fact"]

    assert feedback.rate(claimed, alice, summary=5).summary_reasons == []


def test_the_team_it_was_placed_in_survives_a_transfer(claimed, alice, bob, billing, technical):
    handoffs.transfer_to_team(claimed, agent=alice, team=technical)

    assert feedback.rate(claimed, alice, right_team=False).placed_team == billing


def test_rating_is_an_event_that_quotes_nobody(claimed, alice):
    feedback.rate(claimed, alice, comment="Maya was rude")

    event = claimed.conversation.events.get(kind="handoff.rated")
    assert (event.agent, event.handoff, event.public) == (alice, claimed.pk, False)
    assert "Maya" not in str(event.data)


@pytest.mark.parametrize(
    "parts",
    [
        {"summary": 0},
        {"summary": 6},
        {"summary": True},
        {"draft": "5"},
        {"summary_reasons": ["boring"]},
        {"stars": 5},
    ],
)
def test_what_cannot_be_is_refused(claimed, alice, parts):
    with pytest.raises(ValueError):
        feedback.rate(claimed, alice, **parts)

    assert not HandoffRating.objects.exists()


def test_a_comment_keeps_no_card_number(claimed, alice):
    assert "4242" not in feedback.rate(claimed, alice, comment="card 4242 4242 4242 4242 ").comment[:-4]
