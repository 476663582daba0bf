from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse

from apps.core.house.waiting import until
from apps.people.models import AuditEntry
from apps.policy import operations as policies
from apps.policy import parameters
from apps.policy.models import Policy, Rule
from apps.policy.rules import KINDS
from tests.races import somebody_waits


def test_the_default_policy_is_installed_once():
    first, again = policies.install_default_policy(), policies.install_default_policy()

    assert first == again
    assert first.rules.count() == 8


def test_every_kind_can_be_judged():
    assert set(KINDS) == set(parameters.KINDS) == set(Rule.Kind.values)


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


@pytest.mark.django_db(transaction=True)
def test_of_two_activations_at_the_same_moment_the_later_decides():
    first = policies.install_default_policy()
    sooner, later = policies.copy_policy(first), policies.copy_policy(first)
    outcomes = []

    def activate():
        try:
            policies.activate(later)
            outcomes.append("done")
        finally:
            connection.close()

    waiting = Thread(target=activate)
    with transaction.atomic():
        policies.activate(sooner)
        waiting.start()
        assert until(somebody_waits, 10)
    waiting.join()

    assert outcomes == ["done"]
    states = {policy.pk: policy.state for policy in Policy.objects.all()}
    assert states == {first.pk: "retired", sooner.pk: "retired", later.pk: "active"}


@pytest.mark.parametrize(
    ("kind", "told", "named"),
    [
        ("frustration", {"at_least": "0.6"}, "at_least"),
        ("frustration", {"at_least": 60}, "at_least"),
        ("low_confidence", {"turns": 2.5}, "turns"),
        ("low_confidence", {"turns": True}, "turns"),
        ("high_risk", {"words": "fraud"}, "words"),
        ("high_risk", {"word": ["fraud"]}, "word"),
        ("repeated_failure", [2], "name: value"),
    ],
)
def test_a_rule_that_could_not_be_judged_is_refused_by_its_parameters_name(kind, told, named):
    rule = Rule(policy=policies.install_default_policy(), kind=kind, name="mine", parameters=told)
    with pytest.raises(ValidationError) as refused:
        rule.full_clean()
    assert named in str(refused.value.message_dict["parameters"])


def test_the_default_rules_can_be_judged():
    for rule in policies.install_default_policy().rules.all():
        rule.full_clean()


def test_only_a_draft_can_be_activated():
    first = policies.install_default_policy()

    with pytest.raises(policies.NotADraft):
        policies.activate(first)

    first.refresh_from_db()
    assert first.state == Policy.State.ACTIVE
