"""What a form answers to input that cannot be."""

import pytest

LONG = "x" * 5000
REFUSED = [
    ("ada", "/bots/", {"name": "", "slug": "Ümläut!"}),
    ("ada", "/bots/", {"name": LONG, "slug": "botto"}),
    ("ada", "/bots/botto/", {"name": ""}),
    ("ada", "/bots/botto/endpoint/", {"url": "ftp://x"}),
    ("ada", "/bots/botto/endpoint/", {"url": ""}),
    ("ada", "/privacy/{privacy}/erase/", {"reference": "yes"}),
    ("ada", "/audit/?since=never&agent=0&verb=nothing", None),
    ("ada", "/bots/botto/deliveries/?state=maybe", None),
    ("sam", "/supervision/ratings/?since=never&team=0&score=9", None),
    ("sam", "/supervision/numbers/?days=1", None),
    (
        "alice",
        "/settings/",
        {"name": "", "time_zone": "Moon", "theme": "pink", "key_rate": "two words", "key_note": "?"},
    ),
    ("alice", "/accounts/password/change/", {"oldpassword": "no", "password1": "short", "password2": "other"}),
    ("alice", "/accounts/reauthenticate/", {"password": "no"}),
    (None, "/accounts/login/", {"login": "nobody", "password": "no"}),
    (None, "/accounts/login/", {}),
    (None, "/accounts/password/reset/", {"email": "nobody"}),
]


@pytest.mark.parametrize(("who", "address", "input"), REFUSED)
def test_a_refusal(keys, client, as_agent, request, unworded, who, address, input):
    browser = as_agent(request.getfixturevalue(who)) if who else client
    answer = browser.get(address) if input is None else browser.post(address.format(**keys), input)
    assert answer.status_code in (200, 422)
    assert not unworded(answer.text)
