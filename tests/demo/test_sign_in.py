"""One click instead of a password, in demo mode only."""

import pytest
from django.template.loader import render_to_string

from apps.demo import seeding

SIGN_IN = "/demo/sign-in"


@pytest.fixture
def _company(settings) -> None:
    settings.DEMO = True
    seeding.seed_people()


@pytest.mark.usefixtures("_company")
@pytest.mark.parametrize(("role", "email"), [("agent", "ada@"), ("supervisor", "sam@"), ("admin", "ruth@")])
def test_a_click_signs_in_as_that_role(client, role, email):
    assert client.post(SIGN_IN, {"role": role}).status_code == 302
    assert client.get("/demo/sign-in").wsgi_request.user.email.startswith(email)


@pytest.mark.usefixtures("_company")
@pytest.mark.parametrize("role", ["", "root", "ada@example.com"])
def test_only_the_offered_roles_can_be_had(client, role):
    assert client.post(SIGN_IN, {"role": role}).status_code == 404


@pytest.mark.usefixtures("_company")
def test_it_goes_on_to_where_one_wanted_to_be_but_never_off_the_site(client):
    assert client.post(SIGN_IN, {"role": "agent", "next": "/inbox/"}).url == "/inbox/"
    assert client.post(SIGN_IN, {"role": "agent", "next": "https://evil.example/"}).url == "/"


@pytest.mark.usefixtures("_company")
def test_it_is_a_click_and_not_a_link(client):
    assert client.get(SIGN_IN).status_code == 405


def test_outside_demo_mode_it_does_not_exist(client, settings):
    settings.DEMO = True
    seeding.seed_people()
    settings.DEMO = False
    assert client.post(SIGN_IN, {"role": "admin"}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("_company")
def test_the_sign_in_page_offers_them_in_demo_mode_only(rf, settings):
    page = render_to_string("demo/people.html", request=rf.get("/"))
    assert page.count("<form") == 3
    settings.DEMO = False
    assert "<form" not in render_to_string("demo/people.html", request=rf.get("/"))
