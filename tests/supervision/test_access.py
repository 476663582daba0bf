import pytest
from django.urls import reverse

from apps.policy import operations as policies

PAGES = ["ratings", "ratings_csv", "numbers", "numbers_csv", "teams", "policies"]


@pytest.fixture
def addresses(rating):
    policy = policies.install_default_policy()
    return [
        *(reverse(f"supervision:{page}") for page in PAGES),
        reverse("supervision:rating", args=[rating.pk]),
        reverse("supervision:policy", args=[policy.pk]),
        reverse("supervision:dry_run", args=[policy.pk]),
    ]


def test_to_agents_the_door_is_not_there(addresses, as_agent, alice, carol):
    for agent in (alice, carol):
        assert {as_agent(agent).get(address).status_code for address in addresses} == {404}


def test_supervisors_and_admins_come_in(addresses, as_agent, sam, ada):
    for agent in (sam, ada):
        assert {as_agent(agent).get(address).status_code for address in addresses} == {200}


def test_whoever_is_signed_out_signs_in(addresses, client):
    assert {client.get(address).status_code for address in addresses} == {302}


def test_another_teams_supervisor_sees_nothing_of_it(rating, as_agent, tess):
    client = as_agent(tess)

    assert client.get(reverse("supervision:rating", args=[rating.pk])).status_code == 404
    assert b"Maya" not in client.get(reverse("supervision:ratings")).content
    assert b"Late" not in b"".join(client.get(reverse("supervision:ratings_csv")).streaming_content)
    assert b"Billing" not in client.get(reverse("supervision:teams")).content


def test_a_team_that_is_not_mine_cannot_be_asked_for(rating, as_agent, tess, billing):
    page = as_agent(tess).get(reverse("supervision:numbers"), {"team": billing.pk, "days": "7"})

    assert {measure.n for measure in page.context["measures"]} == {0}
