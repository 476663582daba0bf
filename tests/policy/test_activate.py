import pytest
from django.urls import reverse

from apps.people.models import AuditEntry
from apps.policy import operations as policies
from apps.policy.models import Policy, Rule
from apps.policy.rules import KINDS


def test_the_default_policy_is_installed_once():
    first, again = policies.install_default_policy(), policies.install_default_policy()

    assert first == again
    assert first.rules.count() == 8


def test_every_kind_can_be_judged():
    assert set(KINDS) == set(Rule.Kind.values)


def test_activating_retires_the_one_before():
    first = policies.install_default_policy()
    draft = policies.copy_policy(first, note="Stricter")

    policies.activate(draft)

    first.refresh_from_db()
    assert (first.state, draft.state, draft.version) == (Policy.State.RETIRED, Policy.State.ACTIVE, 2)
    assert list(draft.rules.values_list("name")) == list(first.rules.values_list("name"))


def test_who_changed_what_lets_go_is_written_down(as_agent, ada):
    page, first = reverse("admin:policy_policy_changelist"), policies.install_default_policy()
    as_agent(ada).post(page, {"action": "copy", "_selected_action": [first.pk]})
    draft = Policy.objects.get(state=Policy.State.DRAFT)
    as_agent(ada).post(page, {"action": "make_active", "_selected_action": [draft.pk]})

    entries = AuditEntry.objects.filter(agent=ada, subject=f"policy:{draft.pk}")
    assert [entry.verb for entry in entries.order_by("id")] == ["policy.copied", "policy.activated"]


def test_only_a_draft_can_be_activated():
    first = policies.install_default_policy()

    with pytest.raises(policies.NotADraft):
        policies.activate(first)

    first.refresh_from_db()
    assert first.state == Policy.State.ACTIVE
