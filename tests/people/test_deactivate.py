import pytest

from apps.people import operations as people
from apps.people.models import AuditEntry, Role


def test_deactivating_ends_every_session(as_agent, alice, ada):
    client = as_agent(alice)
    assert client.get("/settings/").status_code == 200
    people.deactivate(alice, by=ada)
    assert client.get("/settings/").status_code == 302
    assert AuditEntry.objects.get(verb="agent.deactivated").agent == ada


def test_a_session_from_before_does_not_come_back_with_the_agent(as_agent, alice, ada):
    client = as_agent(alice)
    people.deactivate(alice, by=ada)
    people.reactivate(alice, by=ada)
    assert client.get("/settings/").status_code == 302


def test_a_role_says_who_may_enter_the_admin(alice):
    alice.role = Role.ADMIN
    alice.save(update_fields=["role"])
    alice.refresh_from_db()
    assert alice.is_superuser
    alice.role = Role.AGENT
    alice.save(update_fields=["role"])
    alice.refresh_from_db()
    assert not alice.is_staff
    assert not alice.is_superuser


def test_what_one_may_set_for_oneself_is_a_short_list(alice):
    with pytest.raises(ValueError, match="role"):
        people.change_own_settings(alice, role="admin")
