import pytest

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


def test_only_a_draft_can_be_activated():
    first = policies.install_default_policy()

    with pytest.raises(policies.NotADraft):
        policies.activate(first)

    first.refresh_from_db()
    assert first.state == Policy.State.ACTIVE
