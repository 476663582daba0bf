"""The shop's page; tests/browser/test_demo.py plays all of it."""


def test_a_poll_that_knows_no_visit_begins_none(client, settings):
    """It was on its way while someone signed in next door: a visit of its own would take the visitor's place."""
    settings.DEMO = True
    answer = client.get("/demo/customer/lines")
    assert answer.status_code == 204
    assert not client.cookies
