"""The shop's page; tests/browser/test_demo.py plays all of it."""

import pytest

from apps.demo import seeding


@pytest.fixture(autouse=True)
def _demo(settings) -> None:
    settings.DEMO = True


def name_on(page) -> str:
    return page.context["visit"].name


def test_the_visitor_stays_who_they_are_whoever_signs_in_next_door(client):
    seeding.seed_people()
    name = name_on(client.get("/demo/customer"))
    for role in ("agent", "admin"):
        assert client.post("/demo/sign-in", {"role": role}).status_code == 302
        assert name_on(client.get("/demo/customer")) == name


def test_a_poll_that_knows_no_visit_begins_none(client):
    assert client.get("/demo/customer/lines").status_code == 204
    assert not client.cookies
