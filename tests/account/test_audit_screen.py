from apps.people import operations as people


def test_admins_see_who_did_what_and_nobody_else_does(as_agent, ada, sam, alice, conversation):
    people.audit(alice, "exported", conversation, format="json")
    page = as_agent(ada).get("/audit/").content.decode()
    assert "Exported" in page
    assert "Maya Okafor" in page
    assert as_agent(sam).get("/audit/").status_code == 404
    assert as_agent(alice).get("/audit/").status_code == 404


def test_a_deed_done_to_nothing_has_no_empty_link(as_agent, ada):
    people.audit(None, "sign_in.failed")
    assert 'href="?subject="' not in as_agent(ada).get("/audit/").content.decode()


def test_filters_narrow_the_list(as_agent, ada, alice, bob, conversation):
    people.audit(alice, "exported", conversation)
    people.audit(bob, "saw", conversation)
    client = as_agent(ada)
    found = client.get("/audit/", {"agent": bob.pk}).context["page"].object_list
    assert [entry.verb for entry in found] == ["saw"]
    assert not client.get("/audit/", {"subject": "conversation:0"}).context["page"].object_list
    assert client.get("/audit/", {"since": "2999-01-01"}).context["page"].paginator.count == 0


def test_the_list_has_pages_that_keep_the_filters(as_agent, ada, alice):
    for number in range(51):
        people.audit(alice, "exported", f"customer:{number}")
    answer = as_agent(ada).get("/audit/", {"verb": "exported"})
    assert b"verb=exported&amp;page=2" in answer.content
