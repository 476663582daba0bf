from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.conversations import intents
from apps.feedback.models import HandoffRating
from apps.feedback.queries import rating_for, ratings_of
from apps.insights import measures
from apps.people.models import AuditEntry
from apps.people.operations import audit
from apps.people.requests import SignedIn, for_supervisors

from . import queries
from .chart import chart
from .filters import RatingFilter, ScopeForm
from .spreadsheet import spreadsheet

PAGE = 50
NEWEST_FIRST = ("-at", "-id")
RELATED = ("agent", "placed_team", "better_team", "handoff__team", "handoff__conversation__customer")
RATING_COLUMNS = [
    "rating", "handoff", "conversation", "rated_at", "agent", "summary", "reasons", "right_team", "placed_team",
    "better_team", "draft", "sources_ok", "comment", "brief_version", "draft_version",
    "sources_version",
]  # fmt: skip


@require_GET
@for_supervisors
def ratings(request: SignedIn) -> HttpResponse:
    form = RatingFilter(request.GET or None, request.user)
    found = form.narrow(ratings_of(request.user)) if form.is_bound else ratings_of(request.user)
    page = Paginator(found.select_related(*RELATED).order_by(*NEWEST_FIRST), PAGE).get_page(request.GET.get("page"))
    shown = {"form": form, "page": page, "asked": _asked(request), "intents": intents.known()}
    return render(request, "supervision/ratings.html", shown)


@require_GET
@for_supervisors
def ratings_csv(request: SignedIn) -> StreamingHttpResponse:
    form = RatingFilter(request.GET, request.user)
    found = form.narrow(ratings_of(request.user)).select_related(*RELATED).order_by(*NEWEST_FIRST)
    audit(request.user, "exported", "ratings", rows=found.count(), **form.as_words())
    return spreadsheet("ratings", RATING_COLUMNS, map(_row, found.iterator(chunk_size=500)))


@require_GET
@for_supervisors
def rating(request: SignedIn, pk: int) -> HttpResponse:
    judged = queries.judged(request.user, rating_for(request.user, pk))
    if judged.turns is not None:
        audit(request.user, AuditEntry.SAW, judged.rating.handoff.conversation)
    return render(request, "supervision/rating.html", {"judged": judged, "rating": judged.rating})


@require_GET
@for_supervisors
def numbers(request: SignedIn) -> HttpResponse:
    form = ScopeForm(request.GET or {"days": "28"}, request.user)
    scope = form.scope()
    found, days = measures.all_measures(scope), measures.waits_by_day(scope)
    shown = {"measures": found, "days": days, "chart": chart(days, found[0].target)}
    outcomes = measures.draft_outcomes(scope)
    return render(
        request, "supervision/numbers.html", {"form": form, "outcomes": outcomes, "asked": _asked(request), **shown}
    )


@require_GET
@for_supervisors
def numbers_csv(request: SignedIn) -> StreamingHttpResponse:
    form = ScopeForm(request.GET, request.user)
    audit(request.user, "exported", "numbers", **form.as_words())
    rows = [(m.key, m.name, m.value, m.unit, m.n, m.target, m.definition) for m in measures.all_measures(form.scope())]
    return spreadsheet("numbers", ["key", "measure", "value", "unit", "n", "target", "definition"], rows)


@require_GET
@for_supervisors
def teams(request: SignedIn) -> HttpResponse:
    return render(request, "supervision/teams.html", {"teams": queries.teams_now(request.user)})


def _asked(request: SignedIn) -> str:
    """The filters as they stand in the address, without the page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


def _row(it: HandoffRating) -> list[object]:
    words = [it.pk, it.handoff_id, it.handoff.conversation.reference, it.at.isoformat(), it.agent.name]
    judged = [it.summary, " ".join(it.summary_reasons), it.right_team, it.placed_team.slug]
    better = it.better_team.slug if it.better_team else ""
    versions = [it.brief_version, it.draft_version, it.sources_version]
    return [*words, *judged, better, it.draft, it.sources_ok, it.comment, *versions]
