import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from apps.conversations.models import Bot
from apps.handoffs import operations as handoffs
from apps.people.models import Agent, AuditEntry

OURS = sorted(
    (model for model in admin.site._registry if model.__module__.startswith("apps.")), key=lambda m: m._meta.label
)
INLINE = re.compile(rb"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=[\"']|javascript:")


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
def test_every_list_opens_searches_and_needs_no_inline_script(as_agent, ada, handback_offered, model):
    client = as_agent(ada)
    listing = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert admin.site._registry[model].search_fields, "a list without a search is of no use at ten thousand rows"
    for page in (listing, f"{listing}?q=a", f"{listing}add/"):
        answer = client.get(page)
        assert answer.status_code in (200, 302, 403)
        assert not INLINE.search(answer.content)
    if row := model._base_manager.first():
        for page in (f"{listing}{row.pk}/change/", f"{listing}{row.pk}/history/"):
            answer = client.get(page)
            assert answer.status_code == 200
            assert not INLINE.search(answer.content)


@pytest.fixture
def handback_offered(claimed, alice):
    return handoffs.hand_back(claimed, agent=alice, brief={"done": []})


def test_conversations_are_looked_at_and_not_changed(as_agent, ada, conversation):
    client = as_agent(ada)
    page = reverse("admin:conversations_conversation_change", args=[conversation.pk])
    assert client.get(page).status_code == 200
    assert AuditEntry.objects.get(agent=ada, verb="saw").subject == f"conversation:{conversation.pk}"
    assert client.post(page, {"reference": "other"}).status_code == 403


def test_bots_are_changed_on_their_own_page_only(as_agent, ada, botto):
    """Pushing to a bot without an address would make a dead letter of every reply."""
    client = as_agent(ada)
    given = {"slug": "other", "name": "Other", "is_active": "on", "pushes": "on"}
    assert client.post(reverse("admin:conversations_bot_change", args=[botto.pk]), given).status_code == 403
    assert client.post(reverse("admin:conversations_bot_add"), given).status_code == 403
    assert Bot.objects.get().pushes is False


def test_a_change_by_the_admin_is_audited_by_its_fields(as_agent, ada, billing):
    page = reverse("admin:people_team_change", args=[billing.pk])
    given = {"slug": "billing", "name": "Bills", "amber_after": 60, "red_after": 90, "is_active": "on"}
    inline = {"Agent_teams-TOTAL_FORMS": 0, "Agent_teams-INITIAL_FORMS": 0}
    assert as_agent(ada).post(page, given | inline).status_code == 302
    entry = AuditEntry.objects.get(verb="admin.changed")
    assert entry.subject == f"team:{billing.pk}"
    assert "Name" in entry.detail["fields"]


def test_an_admin_makes_an_agent_who_comes_by_single_sign_on(as_agent, ada, billing):
    given = {
        "email": "New@Example.com",
        "name": "New",
        "role": "agent",
        "teams": [billing.pk],
        "usable_password": "false",
    }
    assert as_agent(ada).post(reverse("admin:people_agent_add"), given).status_code == 302
    agent = Agent.objects.get(email="new@example.com")
    assert not agent.has_usable_password()
    assert list(agent.teams.all()) == [billing]


@pytest.fixture
def address_alice(as_agent, ada, alice):
    """An admin gives Alice another address."""
    page = reverse("admin:people_agent_change", args=[alice.pk])
    kept = {"name": "Alice", "role": "agent", "capacity": 5, "status": "busy", "language": "en", "theme": "system"}
    return lambda email: as_agent(ada).post(page, kept | {"email": email, "is_active": "on"})


def test_an_address_is_kept_in_small_letters_by_which_single_sign_on_looks_for_it(address_alice, alice):
    assert address_alice("Alice.Married@Example.com").status_code == 302
    alice.refresh_from_db()
    assert alice.email == "alice.married@example.com"


def test_nobody_gets_the_address_of_another_in_other_letters(address_alice, alice, bob):
    assert "Somebody has this address already." in address_alice(bob.email.title()).text
    alice.refresh_from_db()
    assert alice.email == "alice@example.com"


def test_nobody_demotes_or_deletes_themselves(as_agent, ada):
    client = as_agent(ada)
    page = reverse("admin:people_agent_change", args=[ada.pk])
    client.post(page, {"email": ada.email, "name": "Ada", "role": "agent", "capacity": 5, "status": "busy"})
    ada.refresh_from_db()
    assert (ada.role, ada.is_active) == ("admin", True)
    assert client.post(reverse("admin:people_agent_delete", args=[ada.pk])).status_code == 403


def test_deactivating_by_the_admin_ends_sessions(as_agent, ada, alice, client, rf):
    theirs = Client()
    theirs.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert theirs.get("/settings/").status_code == 200
    chosen = {"action": "deactivate", "_selected_action": [alice.pk]}
    as_agent(ada).post(reverse("admin:people_agent_changelist"), chosen)
    assert theirs.get("/settings/").status_code == 302
