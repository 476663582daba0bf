"""The only writer of ratings."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.assist import queries as assist
from apps.conversations import events
from apps.conversations import operations as conversations
from apps.conversations.masking import mask_cards
from apps.conversations.models import Conversation
from apps.handoffs.models import Handoff
from apps.people.models import Agent, Team

from .models import HandoffRating, SummaryReason

PARTS = {"summary", "summary_reasons", "right_team", "better_team", "draft", "sources_ok", "comment"}
SCORES = {None, 1, 2, 3, 4, 5}


def rate(handoff: Handoff, agent: Agent, **parts: Any) -> HandoffRating:
    """Say what you think of a handoff; parts left out stay as they were. Raises ValueError for a part that cannot be.

    Naming a better team says that this one was wrong; calling it right takes a better team back. Reasons go with a
    score of three or less.
    """
    _check(parts)
    with transaction.atomic():
        conversation = handoff.conversation
        conversations.lock(conversation)
        rating = HandoffRating.objects.filter(handoff=handoff, agent=agent).first()
        amended = rating is not None
        rating = rating or HandoffRating(handoff=handoff, agent=agent, placed_team=_placed_team(handoff))
        for name, value in (_consequences(rating, parts) | _judged(conversation, parts)).items():
            setattr(rating, name, value)
        rating.amended_at = timezone.now() if amended else None
        rating.save()
        events.record(conversation, "handoff.rated", actor=agent, handoff=handoff.pk, rating=rating.pk, amended=amended)
    return rating


def _check(parts: dict[str, Any]) -> None:
    if unknown := set(parts) - PARTS:
        raise ValueError(f"not a part of a rating: {', '.join(sorted(unknown))}")
    for score in ("summary", "draft"):
        if parts.get(score) not in SCORES or isinstance(parts.get(score), bool):
            raise ValueError(f"{score} is 1 to 5")
    if strange := set(parts.get("summary_reasons") or ()) - set(SummaryReason.values):
        raise ValueError(f"not a reason: {', '.join(sorted(map(str, strange)))}")
    if parts.get("better_team") and parts.get("right_team"):
        raise ValueError("a better team means this one was not right")


def _consequences(rating: HandoffRating, parts: dict[str, Any]) -> dict[str, Any]:
    changes = dict(parts)
    if changes.get("better_team"):
        changes["right_team"] = False
    elif changes.get("right_team", False) is not False:
        changes["better_team"] = None
    score = changes.get("summary", rating.summary)
    if score is None or score > HandoffRating.REASONS_UP_TO:
        changes["summary_reasons"] = []
    elif "summary_reasons" in changes:
        changes["summary_reasons"] = sorted(set(changes["summary_reasons"] or ()))
    if "comment" in changes:
        changes["comment"] = mask_cards((changes["comment"] or "").strip())
    return changes


def _judged(conversation: Conversation, parts: dict[str, Any]) -> dict[str, int]:
    """The versions an agent had before them when they judged them now."""
    judged = {}
    brief = assist.current_brief(conversation)
    if brief and parts.get("summary"):
        judged["brief_version"] = brief.version
    if brief and parts.get("sources_ok") is not None:
        judged["sources_version"] = brief.version
    if parts.get("draft") and (draft := conversation.drafts.order_by("-version").first()):
        judged["draft_version"] = draft.version
    return judged


def _placed_team(handoff: Handoff) -> Team:
    """Where routing put it, which a transfer does not change."""
    queued = handoff.conversation.events.filter(handoff=handoff.pk, kind="handoff.queued").first()
    placed = Team.objects.filter(slug=queued.data.get("team")).first() if queued else None
    return placed or handoff.team
