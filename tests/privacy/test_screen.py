def test_an_admin_finds_and_erases_a_customer(as_agent, ada, conversation, maya):
    client = as_agent(ada)
    assert b"cust-maya" in client.get("/privacy/", {"q": "okafor"}).content
    assert b"Messages" in client.get(f"/privacy/{maya.pk}/").content
    client.post(f"/privacy/{maya.pk}/erase/", {"reference": "cust-maya"})
    assert client.get(f"/privacy/{maya.pk}/").status_code == 404


def test_nothing_is_erased_without_the_reference(as_agent, ada, maya):
    as_agent(ada).post(f"/privacy/{maya.pk}/erase/", {"reference": "yes"})
    maya.refresh_from_db()
    assert maya.name == "Maya Okafor"


def test_for_others_there_is_no_such_page(as_agent, sam, alice, maya):
    for agent in (sam, alice):
        client = as_agent(agent)
        assert client.get("/privacy/").status_code == 404
        assert client.get(f"/privacy/{maya.pk}/").status_code == 404
        assert client.post(f"/privacy/{maya.pk}/export/").status_code == 404
        assert client.post(f"/privacy/{maya.pk}/erase/", {"reference": "cust-maya"}).status_code == 404
