import pytest

from apps.conversations.models import Intent
from apps.people.models import Team
from apps.routing import operations as routing
from apps.routing.models import Route
from apps.routing.place import NoTeam, place


@pytest.fixture
def routes(billing, technical):
    routing.set_route("", technical)
    routing.set_route("billing", billing)
    routing.set_route("billing.fraud", technical, urgency=4)
    routing.set_route("billing", technical, language="de")


@pytest.mark.parametrize(
    ("intent", "team"),
    [
        ("billing", "Billing"),
        ("billing.refund", "Billing"),
        ("billing.refund.late", "Billing"),
        ("billing.fraud", "Technical"),
        ("Billing.Fraud", "Technical"),
        ("bill", "Technical"),
        ("", "Technical"),
    ],
)
def test_the_most_specific_intent_wins(routes, intent, team):
    assert place(intent).team.name == team


def test_among_equal_intents_the_language_wins(routes):
    assert place("billing", language="de-AT").team.name == "Technical"
    assert place("billing", language="en").team.name == "Billing"


def test_a_language_does_not_beat_a_more_specific_intent(routes, billing):
    routing.set_route("billing.refund", billing)

    assert place("billing.refund", language="de").team == billing


def test_the_reason_is_in_words_and_names(routes):
    Intent.objects.create(slug="billing", name="Bills and refunds")
    because = "“Bills and refunds › Refund” is part of “Bills and refunds”, which goes to the team Billing."
    Intent.objects.create(slug="billing.refund", name="Refund", parent=Intent.objects.get())
    assert place("billing.refund").because == because
    assert place("weather").because == "No route names “Weather”, so the default team Technical."
    assert place("").because == "No intent was stated, so the default team Technical."


def test_an_inactive_team_gets_nothing(routes, billing):
    Team.objects.filter(pk=billing.pk).update(is_active=False)

    assert place("billing").team.name == "Technical"


def test_a_route_that_is_switched_off_leads_nowhere(routes):
    Route.objects.filter(intent="billing").update(is_active=False)

    assert place("billing").team.name == "Technical"


def test_reasons_and_tiers_raise_urgency_and_never_lower_it(routes):
    routing.install_default_lifts()

    assert place("billing").urgency == 2
    assert place("billing", reason="high_risk").urgency == 4
    assert place("billing", tier="Enterprise").urgency == 3
    assert place("billing.fraud", tier="enterprise").urgency == 4
    assert "Critical urgency: High risk." in place("billing", reason="high_risk").because


def test_without_routes_the_first_team_has_it_and_that_is_said(billing):
    placement = place("billing")

    assert placement.team == billing
    assert placement.because == "No route fits, so the first team."


def test_without_teams_there_is_nobody():
    with pytest.raises(NoTeam):
        place("billing")
