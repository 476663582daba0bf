from itertools import islice

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.conversations import intents
from apps.conversations.queries import conversations_of
from apps.people.requests import SignedIn, for_supervisors
from apps.policy import operations
from apps.policy.models import Policy

TRIED = 200  # conversations of a dry run


@require_GET
@for_supervisors
def policies(request: SignedIn) -> HttpResponse:
    return render(request, "supervision/policies.html", {"policies": Policy.objects.prefetch_related("rules")})


@require_GET
@for_supervisors
def policy(request: SignedIn, pk: int) -> HttpResponse:
    found = Policy.objects.get(pk=pk)
    shown = {"policy": found, "rules": found.rules.select_related("team"), "versions": _versions(found)}
    shown["intents"] = intents.known()
    return render(request, "supervision/policy.html", shown)


@require_GET
@for_supervisors
def dry_run(request: SignedIn, pk: int) -> HttpResponse:
    """What this version would say of the latest conversations the supervisor sees. Nothing is stored."""
    found = Policy.objects.get(pk=pk)
    latest = conversations_of(request.user).select_related("customer", "team").order_by("-last_message_at")[:TRIED]
    tried = list(islice(operations.dry_run(found, latest), TRIED))
    fired = [(conversation, rules) for conversation, rules in tried if rules]
    shown = {"policy": found, "versions": _versions(found), "tried": tried, "fired": fired}
    shown["intents"] = intents.known()
    return render(request, "supervision/dry_run.html", shown)


def _versions(policy: Policy):
    return Policy.objects.filter(name=policy.name)
