"""A form that is refused names the field, says what is wrong with it, and keeps what was typed."""

import re

import pytest

LONG = "x" * 200
# Who, where, what is typed, and the field that cannot be taken. A query is a filter, which refuses without a status.
REFUSED = [
    ("ada", "/bots/", {"name": "Parcel bot", "slug": "Parcel Bot"}, "slug"),
    ("ada", "/bots/", {"name": "Parcel bot", "slug": "botto"}, "slug"),
    ("ada", "/bots/", {"name": LONG, "slug": "parcel"}, "name"),
    ("ada", "/bots/botto/", {"name": LONG}, "name"),
    ("ada", "/bots/botto/endpoint/", {"url": "ftp://bot.example.com"}, "url"),
    ("ada", "/privacy/{maya}/erase/", {"reference": "cust-somebody-else"}, "reference"),
    ("alice", "/settings/", {"name": "Al", "time_zone": "Moon", "theme": "dark"}, "time_zone"),
    ("alice", "/settings/", {"name": "Al", "theme": "dark", "key_note": "two words"}, "key_note"),
    ("alice", "/accounts/password/change/", {"oldpassword": "no", "password1": "p", "password2": "q"}, "oldpassword"),
    ("ada", "/audit/?", {"subject": "conversation:1", "since": "yesterday"}, "since"),
    ("ada", "/bots/botto/deliveries/?", {"topic": "handoff.queued", "state": "maybe"}, "state"),
    ("sam", "/supervision/ratings/?", {"score": "low", "since": "yesterday"}, "since"),
]


@pytest.mark.parametrize(("who", "address", "typed", "field"), REFUSED)
def test_a_refused_form_names_the_field_and_keeps_what_was_typed(
    as_agent, request, botto, maya, who, address, typed, field
):
    browser, address = as_agent(request.getfixturevalue(who)), address.format(maya=maya.pk)
    answer = browser.get(address, typed) if address.endswith("?") else browser.post(address, typed)
    assert answer.status_code == (200 if address.endswith("?") or "accounts" in address else 422)
    control = re.search(rf'<(?:input|select)\b[^>]*\bname="{field}"[^>]*>', answer.text)[0]
    assert 'aria-invalid="true"' in control
    described = re.search(r' id="(\w+?)(?:_0)?"', control)[1] + "_error"
    assert re.search(rf'aria-describedby="[^"]*\b{described}"', answer.text)
    assert re.search(rf'<div id="{described}"><span class="field__error">[^<]+', answer.text)
    for name, value in typed.items():
        if "password" not in name and value not in ("Moon", "maybe"):
            assert f'value="{value}"' in answer.text


def test_two_bots_cannot_have_one_short_name_and_the_words_say_so(as_agent, ada, botto):
    page = as_agent(ada).post("/bots/", {"name": "Another", "slug": "botto"})
    assert "Another bot has this short name." in page.text
