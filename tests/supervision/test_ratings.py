import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.feedback import operations as feedback
from apps.feedback.models import HandoffRating
from apps.people.models import AuditEntry


@pytest.fixture
def listed(as_agent, sam):
    def ask(**filters):
        page = as_agent(sam).get(reverse("supervision:ratings"), filters)
        return list(page.context["page"])

    return ask


def _day(delta):
    return (timezone.localdate() + timedelta(days=delta)).isoformat()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"score": "low"}, True),
        ({"score": "5"}, False),
        ({"right_team": "yes"}, True),
        ({"right_team": "no"}, False),
        ({"since": _day(0), "until": _day(0)}, True),
        ({"since": _day(1)}, False),
        ({"until": _day(-1)}, False),
        ({"score": "many", "since": "yesterday"}, True),
    ],
)
def test_filters_narrow_and_nonsense_does_not(listed, rating, filters, found):
    assert listed(**filters) == ([rating] if found else [])


@pytest.mark.parametrize(("day", "found"), [("2026-11-20", False), ("2026-11-21", True)])
def test_a_day_is_the_browsers_day(listed, client, rating, day, found):
    HandoffRating.objects.update(at=datetime(2026, 11, 20, 23, 30, tzinfo=UTC))
    client.cookies["zone"] = "Asia/Tokyo"
    assert listed(since=day, until=day) == ([rating] if found else [])


def test_by_team_and_agent(listed, rating, alice, bob, billing, claimed):
    other = feedback.rate(claimed, bob, summary=5)

    assert listed(agent=bob.pk) == [other]
    assert listed(team=billing.pk) == [other, rating]


def test_the_number_of_queries_does_not_grow(rating, claimed, as_agent, sam, bob, django_assert_max_num_queries):
    feedback.rate(claimed, bob, summary=5)
    client = as_agent(sam)

    with django_assert_max_num_queries(12):
        client.get(reverse("supervision:ratings"))


def test_the_newest_stands_first_whatever_was_stored_last(listed, rating, claimed, bob):
    older = feedback.rate(claimed, agent=bob, summary=4)
    HandoffRating.objects.filter(pk=older.pk).update(at=rating.at - timedelta(days=1))
    assert listed() == [rating, older]


def test_an_empty_list_says_so(as_agent, sam):
    assert b"Nobody has rated a handoff yet" in as_agent(sam).get(reverse("supervision:ratings")).content


def test_the_export_is_the_filtered_list_and_is_audited(rating, as_agent, sam):
    answer = as_agent(sam).get(reverse("supervision:ratings_csv"), {"score": "low"})

    (row,) = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert (row["agent"], row["summary"], row["reasons"]) == ("Alice Archer", "2", "outdated")
    entry = AuditEntry.objects.get(verb="exported")
    assert (entry.agent, entry.detail) == (sam, {"rows": 1, "score": "low"})


def test_a_cell_is_never_a_formula(rating, claimed, alice, as_agent, sam):
    feedback.rate(claimed, alice, comment='=HYPERLINK("https://evil.example")')

    answer = as_agent(sam).get(reverse("supervision:ratings_csv"))

    assert b"'=HYPERLINK" in b"".join(answer.streaming_content)
