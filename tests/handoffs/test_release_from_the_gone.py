from apps.handoffs.tasks import expire
from apps.people import operations as people


def test_a_deactivated_agents_customers_go_back_to_the_queue(claimed, alice, ada, bob):
    people.deactivate(alice, by=ada)
    expire()
    claimed.refresh_from_db()
    assert (claimed.state, claimed.agent) == ("waiting", None)
    assert claimed.conversation.events.last().kind == "handoff.released"


def test_everyone_else_keeps_theirs(claimed, alice):
    expire()
    claimed.refresh_from_db()
    assert (claimed.state, claimed.agent) == ("claimed", alice)
