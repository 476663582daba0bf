from django.urls import reverse

from apps.policy import operations as policies
from apps.policy.models import Decision


def test_a_version_shows_its_rules_and_bounds(as_agent, sam):
    policy = policies.install_default_policy()

    page = as_agent(sam).get(reverse("supervision:policy", args=[policy.pk])).content.decode()

    assert "Fraud or theft" in page
    assert "fraud*, stolen" in page


def test_a_dry_run_shows_what_would_fire_and_stores_nothing(claimed, as_agent, sam, tess):
    address = reverse("supervision:dry_run", args=[policies.install_default_policy().pk])

    mine, theirs = as_agent(sam).get(address), as_agent(tess).get(address)

    assert "Frustrated customer" in mine.content.decode()
    assert b"Maya" not in theirs.content
    assert not Decision.objects.exists()
