import pytest

from apps.feedback.models import HandoffRating
from apps.handoffs import operations as handoffs


@pytest.fixture
def rate(claimed, as_agent):
    def press(agent, **form):
        return as_agent(agent).post(f"/handoffs/{claimed.pk}/rate/", form)

    return press


def test_one_press_is_one_rating(rate, alice, brief):
    answer = rate(alice, summary="4")
    rating = HandoffRating.objects.get()
    assert (rating.summary, rating.right_team, rating.brief_version) == (4, None, brief.version)
    assert answer.text.count('aria-pressed="true"') == 1


def test_three_or_less_asks_for_reasons(rate, alice):
    assert "What was wrong" not in rate(alice, summary="4").text
    assert "What was wrong" in rate(alice, summary="3").text


def test_a_reason_pressed_again_goes(rate, alice):
    rate(alice, summary="2")
    rate(alice, summary_reason="too_long")
    rate(alice, summary_reason="wrong_fact")
    rate(alice, summary_reason="too_long")
    assert HandoffRating.objects.get().summary_reasons == ["wrong_fact"]


def test_the_wrong_team_asks_for_the_better_one(rate, alice, technical):
    assert "Technical" in rate(alice, right_team="no").text
    rate(alice, better_team="technical")
    assert HandoffRating.objects.get().better_team == technical


def test_it_can_be_amended(rate, alice, technical):
    rate(alice, right_team="no", better_team="technical")
    rate(alice, right_team="yes")
    rating = HandoffRating.objects.get()
    assert (rating.right_team, rating.better_team) == (True, None)
    assert rating.amended_at is not None


def test_draft_sources_and_comment(rate, alice, brief):
    rate(alice, draft="5")
    rate(alice, sources_ok="no")
    rate(alice, comment="Second source is about another country")
    rating = HandoffRating.objects.get()
    assert (rating.draft, rating.sources_ok) == (5, False)
    assert rating.comment == "Second source is about another country"


def test_a_comment_can_be_emptied(rate, alice):
    rate(alice, comment="hm")
    rate(alice, comment="")
    assert HandoffRating.objects.get().comment == ""


@pytest.mark.parametrize("form", [{"summary": "6"}, {"right_team": "maybe"}, {"better_team": "nobody"}, {"draft": "x"}])
def test_what_is_no_rating_is_refused(rate, alice, form):
    assert rate(alice, **form).status_code == 422
    assert not HandoffRating.objects.exists()


def test_everyone_rates_for_themselves(rate, alice, bob):
    rate(alice, summary="5")
    rate(bob, summary="2")
    assert sorted(HandoffRating.objects.values_list("agent__name", "summary")) == [
        ("Alice Archer", 5),
        ("Bob Brook", 2),
    ]


def test_carol_finds_nothing(rate, carol):
    assert rate(carol, summary="1").status_code == 404
    assert not HandoffRating.objects.exists()


def test_whoever_has_let_go_is_asked_once(rate, alice, bob, claimed, paint):
    ask = "How was this handoff?"
    assert ask not in paint(alice, claimed.conversation, "rate")
    handoffs.close(claimed, agent=alice, outcome="resolved")
    assert ask in paint(alice, claimed.conversation, "rate")
    assert ask not in paint(bob, claimed.conversation, "rate")
    rate(alice, summary="4")
    assert ask not in paint(alice, claimed.conversation, "rate")
