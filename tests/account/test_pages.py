import pytest

from apps.account.templatetags.words import browser

PAGES = [
    "/settings/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/logout/",
]
OUTSIDE = ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/inactive/"]


@pytest.mark.parametrize("page", PAGES)
def test_own_pages_stand_in_the_frame_of_the_product(as_agent, alice, page):
    answer = as_agent(alice).get(page)
    assert answer.status_code == 200
    assert b'class="page"' in answer.content
    assert b'class="rail"' in answer.content


@pytest.mark.parametrize(
    "page", [*OUTSIDE[1:], "/accounts/password/reset/key/done/", "/accounts/3rdparty/login/error/"]
)
def test_no_page_outside_is_a_dead_end(client, page):
    assert "To the sign-in" in client.get(page).content.decode()


@pytest.mark.parametrize("page", OUTSIDE)
def test_pages_before_one_is_signed_in_have_a_frame_too(client, page):
    answer = client.get(page)
    assert answer.status_code == 200
    assert b"entrance" in answer.content


def test_a_second_factor_can_be_set_up(as_agent, alice):
    client = as_agent(alice)
    answer = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert answer.status_code == 200
    client.post(answer.request["PATH_INFO"], {"password": "a long enough password"})
    assert b"data:image/svg" in client.get("/accounts/2fa/totp/activate/", follow=True).content


def test_a_browser_is_named_in_two_words():
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
    phone = (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML) Version/18.0 Safari/604.1"
    )
    assert [browser(firefox), browser(phone), browser("robot/1")] == ["Firefox on Linux", "Safari on iPhone", "robot/1"]


def test_where_no_mail_is_sent_none_is_promised(client, alice, settings, mailoutbox):
    client.post("/accounts/password/reset/", {"email": alice.email})
    assert len(mailoutbox) == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    for answer in (
        client.get("/accounts/password/reset/"),
        client.post("/accounts/password/reset/", {"email": "a@b.c"}),
    ):
        assert "This console sends no mail" in answer.content.decode()
