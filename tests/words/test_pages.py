"""Every word on every page is a message of gettext or somebody's own."""

import re
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from apps.demo import seeding
from tests.addresses import ADDRESSES, ADMINS, AGENTS, EVERYONE, SUPERVISORS, filler, who
from tests.conftest import PASSWORD

from .pseudo import LANGUAGE

PAGES = [path for path in ADDRESSES if who(path) in (EVERYONE, AGENTS, SUPERVISORS, ADMINS)]
PAGES = [path for path in PAGES if not path.startswith("admin/")]  # Django's own


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_page_speaks_the_readers_language(keys, as_agent, client, alice, ada, method, unworded):
    found, fill = {}, filler(keys)
    for path in PAGES:
        client.logout()
        browser = client if who(path) == EVERYONE else as_agent({AGENTS: alice}.get(who(path), ada))
        answer = getattr(browser, method)(fill(path), follow=True)
        if answer.headers.get("Content-Type", "").startswith("text/html") and (left := unworded(answer.text)):
            found[f"{path} {answer.status_code}"] = left
    assert not found, "\n".join(f"{path}\n    " + "\n    ".join(dict.fromkeys(left)) for path, left in found.items())


def test_every_whole_page_says_its_language_and_has_a_title(keys, as_agent, ada, alice):
    fill, strange = filler(keys), []
    for path in PAGES:
        answer = as_agent(alice if who(path) == AGENTS else ada).get(fill(path), follow=True)
        if answer.headers["Content-Type"].startswith("text/html") and "</html>" in answer.text:
            titled = re.search(r"<title>\s*[^\s<]", answer.text)
            strange += [path] if not titled or f'<html lang="{LANGUAGE}"' not in answer.text else []
    assert not strange


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "429", "500", "workspace/embed_signed_out"])
def test_every_refusal_speaks_it_too(rf, unworded, page):
    request = rf.get("/")
    request.user = AnonymousUser()
    html = render_to_string(f"{page}.html", {}, None if page == "500" else request)
    assert f'lang="{LANGUAGE}"' in html
    assert not unworded(html)


@pytest.mark.parametrize("path", ["/accounts/2fa/totp/activate/", "/accounts/2fa/recovery-codes/generate/"])
def test_setting_up_a_second_factor(keys, client, alice, unworded, path):
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    for answer in (client.get(path), client.post(path, {"code": "1"})):
        assert not unworded(answer.text)


def test_a_password_is_reset_by_mail(keys, client, alice, unworded, mailoutbox):
    assert not unworded(client.post("/accounts/password/reset/", {"email": alice.email}, follow=True).text)
    (mail,) = mailoutbox
    link = re.search(r"https?://\S+", mail.body)[0]
    assert not unworded(mail.subject.replace("[testserver]", ""))
    assert not unworded(mail.body.replace(link, ""))
    page = client.get(urlsplit(link).path, follow=True)
    assert not unworded(page.text)
    again = client.post(page.request["PATH_INFO"], {"password1": "short", "password2": "other"})
    assert not unworded(again.text)


def test_the_demo_company(settings, client, unworded):
    settings.DEMO = True
    seeding.seed_people()
    for address in ("/accounts/login/", "/demo/customer"):
        assert not unworded(client.get(address).text)
