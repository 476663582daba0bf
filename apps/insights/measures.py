"""The first measures. Each states what it counts, how many cases it stands on, and what would be good.

A measure of nothing is None, never zero. Means and quantiles come without intervals, so a small n is shown, not hidden.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import (
    Aggregate,
    Avg,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Extract, TruncDate
from django.utils.translation import gettext as _

from apps.assist.models import Draft, DraftUse
from apps.feedback.models import HandoffRating
from apps.handoffs.models import Handback, Handoff, State


@dataclass(frozen=True)
class Scope:
    """Which handoffs are looked at: of these teams, queued in this time."""

    teams: frozenset[int]
    since: datetime
    until: datetime

    @property
    def handoffs(self) -> QuerySet[Handoff]:
        return Handoff.objects.filter(team__in=self.teams, queued_at__gte=self.since, queued_at__lt=self.until)


@dataclass(frozen=True)
class Measure:
    key: str
    name: str
    definition: str
    unit: str  # seconds, share (0 to 1), score (1 to 5)
    value: float | None
    n: int
    target: float
    lower_is_better: bool = False

    @property
    def is_met(self) -> bool | None:
        if self.value is None:
            return None
        return self.value <= self.target if self.lower_is_better else self.value >= self.target


class Quantile(Aggregate):
    """PostgreSQL's percentile_cont: interpolated between neighbours."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, expression, share: float, **extra):
        super().__init__(expression, share=float(share), **extra)


def all_measures(scope: Scope) -> list[Measure]:
    """Every measure, in the order they are shown."""
    return [measure for group in MEASURES for measure in group(scope)]


def waits(scope: Scope) -> Iterable[Measure]:
    claimed = scope.handoffs.filter(claimed_at__isnull=False).annotate(waited=_seconds("queued_at", "claimed_at"))
    found = claimed.aggregate(n=Count("pk"), median=Quantile("waited", 0.5), p90=Quantile("waited", 0.9))
    of = _("From the handoff to its first claim, in those that were claimed.")
    yield Measure("wait_median", _("Queue wait, median"), of, "seconds", found["median"], found["n"], 120, True)
    yield Measure("wait_p90", _("Queue wait, 9 of 10 within"), of, "seconds", found["p90"], found["n"], 300, True)


def first_replies(scope: Scope) -> Iterable[Measure]:
    replied = scope.handoffs.filter(first_reply_at__isnull=False, claimed_at__isnull=False)
    took = replied.annotate(took=_seconds("claimed_at", "first_reply_at"))
    found = took.aggregate(n=Count("pk"), median=Quantile("took", 0.5))
    of = _("From the first claim to the agent's first reply, median, in those that had a reply.")
    yield Measure("first_reply", _("Time to first reply"), of, "seconds", found["median"], found["n"], 60, True)


def drafts(scope: Scope) -> Iterable[Measure]:
    used = Q(outcome__in=(DraftUse.Outcome.AS_IS, DraftUse.Outcome.LIGHT_EDIT))
    found = _with_a_draft(scope).aggregate(n=Count("pk"), used=Count("pk", filter=used))
    of = _("Replies sent as the draft stood or lightly edited, of all replies that had a draft.")
    yield _share("drafts_used", _("Drafts used"), of, found["used"], found["n"], 0.6)


def ratings(scope: Scope) -> Iterable[Measure]:
    rated = HandoffRating.objects.filter(placed_team__in=scope.teams, at__gte=scope.since, at__lt=scope.until)
    found = rated.aggregate(
        right=Count("pk", filter=Q(right_team=True)),
        judged=Count("right_team"),
        mean=Avg("summary"),
        scored=Count("summary"),
    )
    of = _("Ratings that call the team right, of those that say, by the team it was first placed in.")
    yield _share("right_team", _("Right team"), of, found["right"], found["judged"], 0.9)
    of = _("Mean of the agents' scores, 1 to 5.")
    yield Measure("summary_score", _("Summary score"), of, "score", found["mean"], found["scored"], 4)


def handbacks(scope: Scope) -> Iterable[Measure]:
    offered = Handback.objects.filter(handoff__in=scope.handoffs)
    settled = offered.exclude(state__in=(Handback.State.OFFERED, Handback.State.WITHDRAWN))
    found = settled.aggregate(n=Count("pk"), accepted=Count("pk", filter=Q(state=Handback.State.ACCEPTED)))
    of = _("Accepted by the bot, of those it accepted, refused or left unanswered.")
    yield _share("handbacks_accepted", _("Handbacks accepted"), of, found["accepted"], found["n"], 0.95)
    back = scope.handoffs.filter(state=State.RETURNED)
    n, again = back.count(), back.filter(Exists(Handoff.objects.filter(bounce_of=OuterRef("pk")))).count()
    of = _("Returned to the bot and handed over again within 24 h, of all returned. The last day's may still bounce.")
    yield _share("bounces", _("Bounces"), of, again, n, 0.1, lower_is_better=True)


@dataclass(frozen=True)
class Day:
    day: date
    wait: float | None  # median seconds
    n: int


def waits_by_day(scope: Scope) -> list[Day]:
    """The median queue wait of each day that had a claim, in the viewer's time zone."""
    claimed = scope.handoffs.filter(claimed_at__isnull=False).annotate(waited=_seconds("queued_at", "claimed_at"))
    days = (
        claimed.annotate(day=TruncDate("queued_at")).values("day").annotate(wait=Quantile("waited", 0.5), n=Count("pk"))
    )
    return [Day(**day) for day in days.order_by("day").values("day", "wait", "n")]


def draft_outcomes(scope: Scope) -> list[tuple[str, int]]:
    """How many went which way. One that was discarded is only that, whatever was sent instead."""
    kept = _with_a_draft(scope).filter(draft__discarded_at__isnull=True)
    found = dict(kept.values_list("outcome").annotate(n=Count("pk")))
    theirs = Draft.objects.filter(conversation__team__in=scope.teams)
    discarded = theirs.filter(discarded_at__gte=scope.since, discarded_at__lt=scope.until).count()
    sent = [(str(outcome.label), found.get(outcome.value, 0)) for outcome in DraftUse.Outcome]
    return [*sent, (_("Discarded"), discarded)]


MEASURES: list[Callable[[Scope], Iterable[Measure]]] = [waits, first_replies, drafts, ratings, handbacks]


def _with_a_draft(scope: Scope) -> QuerySet[DraftUse]:
    """Replies for which one was offered."""
    sent = DraftUse.objects.filter(draft__isnull=False, message__conversation__team__in=scope.teams)
    return sent.filter(at__gte=scope.since, at__lt=scope.until)


def _share(key: str, name: str, of: str, part: int, n: int, target: float, *, lower_is_better: bool = False) -> Measure:
    return Measure(key, name, of, "share", part / n if n else None, n, target, lower_is_better)


def _seconds(start: str, end: str) -> Extract:
    return Extract(ExpressionWrapper(F(end) - F(start), output_field=DurationField()), "epoch")
