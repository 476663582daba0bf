import pytest

from apps.feedback import operations as feedback
from apps.feedback import queries
from apps.feedback.models import HandoffRating


@pytest.fixture
def rating(claimed, alice):
    return feedback.rate(claimed, alice, summary=4)


def test_supervisors_see_their_teams_and_admins_all(rating, sam, ada):
    assert queries.rating_for(sam, rating.pk) == rating
    assert queries.rating_for(ada, rating.pk) == rating


def test_agents_and_other_teams_supervisors_see_nothing(rating, alice, carol, technical):
    carol.role = "supervisor"
    for stranger in (alice, carol):
        with pytest.raises(HandoffRating.DoesNotExist):
            queries.rating_for(stranger, rating.pk)
