"""A refused browser is shown why, and the way on."""

from tests.addresses import ADDRESSES, MACHINES, filler, who

SHOWN = [path for path in ADDRESSES if who(path) != MACHINES and not path.startswith(("admin/", "accounts/"))]


def test_an_address_that_only_takes_forms_says_so(as_agent, ada, claimed):
    url, admin, blank = (
        filler({"c": claimed.conversation_id, "handoffs": claimed.pk, "slug": "botto"}),
        as_agent(ada),
        [],
    )
    refused = [answer for path in SHOWN if (answer := admin.get(url(path))).status_code == 405]
    blank = [answer.request["PATH_INFO"] for answer in refused if b"only takes what a form sends" not in answer.content]
    assert len(refused) > 10
    assert not blank
    assert refused[0]["Allow"] == "POST"


def test_what_is_too_large_is_refused_in_words(as_agent, alice, settings):
    answer = as_agent(alice).post("/settings/", {"name": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert answer.status_code == 413
    assert "make it shorter" in answer.content.decode()
    alice.refresh_from_db()
    assert alice.name == "Alice Archer"
