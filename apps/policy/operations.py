"""The only writer of policies and decisions."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.conversations import events
from apps.conversations.masking import mask
from apps.conversations.models import Conversation
from apps.people import operations as people
from apps.people.models import Agent

from . import defaults, queries
from .models import Decision, Policy, Rule
from .rules import Fired, evaluate


class NotADraft(Exception):
    """A version that has been active is never changed; copy it instead."""


def decide(conversation: Conversation, *, signals: dict[str, Any] | None = None) -> Decision:
    """Ask the active policy whether the bot should let go, and keep the answer.

    `signals` is what the bot knows beyond its mirrored turns; see rules.Situation. A fresh installation answers by
    the default policy.
    """
    policy = queries.active_policy() or install_default_policy()
    fired = evaluate(queries.rules_of(policy), queries.situation(conversation, signals or {}))
    with transaction.atomic():
        decision = Decision.objects.create(
            conversation=conversation,
            policy=policy,
            escalate=bool(fired),
            fired=[each.as_dict() for each in fired],
            signals=mask({name: value for name, value in (signals or {}).items() if name != "text"}),
            through=conversation.message_count,
        )
        if fired:
            events.record(
                conversation, "escalation.advised", actor=conversation.bot, decision=decision.pk, reason=fired[0].reason
            )
    return decision


def dry_run(policy: Policy, conversations: Iterable[Conversation]) -> Iterator[tuple[Conversation, list[Fired]]]:
    """What a version would have said about stored conversations, each as it stands. Stores nothing."""
    rules = queries.rules_of(policy)
    for conversation in conversations:
        yield conversation, evaluate(rules, queries.situation(conversation, {}))


def install_default_policy() -> Policy:
    """The policy to start with, active. Where any is active already, that one stays."""
    try:
        with transaction.atomic():
            policy = Policy.objects.create(
                name=defaults.NAME,
                version=_next_version(defaults.NAME),
                state=Policy.State.ACTIVE,
                note=defaults.NOTE,
                activated_at=timezone.now(),
            )
            _add_rules(policy, (Rule(position=at, **told) for at, told in enumerate(defaults.RULES, start=1)))
    except IntegrityError:  # somebody else was first
        return Policy.objects.get(state=Policy.State.ACTIVE)
    return policy


def copy_policy(policy: Policy, *, note: str = "", by: Agent | None = None) -> Policy:
    """A new draft version with the same rules."""
    with transaction.atomic():
        _one_at_a_time()
        draft = Policy.objects.create(name=policy.name, version=_next_version(policy.name), note=note)
        rules = list(policy.rules.all())
        for rule in rules:
            rule.pk = None
        _add_rules(draft, rules)
        people.audit(by, "policy.copied", draft, of=policy.pk)
    return draft


def activate(policy: Policy, *, by: Agent | None = None) -> None:
    """Make a draft the policy that decides; the one before is retired. Raises NotADraft."""
    now = timezone.now()
    with transaction.atomic():
        _one_at_a_time()
        Policy.objects.filter(state=Policy.State.ACTIVE).update(state=Policy.State.RETIRED, retired_at=now)
        drafts = Policy.objects.filter(pk=policy.pk, state=Policy.State.DRAFT)
        if not drafts.update(state=Policy.State.ACTIVE, activated_at=now):
            raise NotADraft(policy)
        people.audit(by, "policy.activated", policy, version=policy.version)
    policy.refresh_from_db()


def _one_at_a_time() -> None:
    """Of two who change policies at the same moment the second waits, and sees what the first has made."""
    list(Policy.objects.select_for_update().order_by("pk").values_list("pk"))


def _add_rules(policy: Policy, rules: Iterable[Rule]) -> None:
    rules = list(rules)
    for rule in rules:
        rule.policy = policy
    Rule.objects.bulk_create(rules)


def _next_version(name: str) -> int:
    latest = Policy.objects.filter(name=name).order_by("-version").first()
    return latest.version + 1 if latest else 1
