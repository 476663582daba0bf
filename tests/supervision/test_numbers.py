from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from apps.handoffs.models import Handoff
from apps.people.models import AuditEntry


def test_every_number_stands_with_definition_n_and_target(rating, as_agent, sam):
    page = as_agent(sam).get(reverse("supervision:numbers"))

    for measure in page.context["measures"]:
        assert measure.definition in page.content.decode().replace("&#x27;", "'")
    assert "on target" in page.content.decode()


def test_the_chart_has_a_table_twin(rating, as_agent, sam):
    page = as_agent(sam).get(reverse("supervision:numbers"))

    assert len(page.context["chart"].bars) == len(page.context["days"]) == 1
    assert b"The same as a table" in page.content


def test_a_day_of_the_chart_is_the_browsers_day(rating, as_agent, sam):
    queued = (timezone.now() - timedelta(days=2)).replace(hour=23, minute=30)
    Handoff.objects.update(queued_at=queued)
    client = as_agent(sam)
    client.cookies["zone"] = "Asia/Tokyo"

    page = client.get(reverse("supervision:numbers"))

    assert [day.day for day in page.context["days"]] == [queued.date() + timedelta(days=1)]


def test_without_data_nothing_is_drawn_or_claimed(as_agent, sam):
    page = as_agent(sam).get(reverse("supervision:numbers")).content.decode()

    assert "No handoff was claimed in this time." in page
    assert "on target" not in page


def test_numbers_in_another_language_do_not_break_the_drawing(rating, as_agent, sam):
    sam.language = "de"
    sam.save()

    page = as_agent(sam).get(reverse("supervision:numbers"), headers={"Accept-Language": "de"}).content.decode()

    assert 'x="1021.4"' in page


def test_the_export_is_audited(rating, as_agent, sam):
    answer = as_agent(sam).get(reverse("supervision:numbers_csv"), {"days": "7"})

    assert b"wait_median" in b"".join(answer.streaming_content)
    assert AuditEntry.objects.get(verb="exported").detail == {"days": "7"}
