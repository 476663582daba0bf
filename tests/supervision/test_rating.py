from django.urls import reverse

from apps.feedback.models import HandoffRating
from apps.handoffs import operations as handoffs
from apps.people.models import AuditEntry


def test_the_summary_is_shown_as_it_was_when_rated(rating, as_agent, sam):
    page = as_agent(sam).get(reverse("supervision:rating", args=[rating.pk])).content.decode()

    assert "As it was." in page
    assert "As it is." not in page
    assert "two payments of €89.00" in page


def test_looking_at_it_is_written_down(rating, as_agent, sam):
    as_agent(sam).get(reverse("supervision:rating", args=[rating.pk]))

    entry = AuditEntry.objects.get(agent=sam, verb="saw")
    assert entry.subject == f"conversation:{rating.handoff.conversation_id}"


def test_what_a_customer_wrote_stays_text(rating, as_agent, sam):
    rating.handoff.conversation.messages.update(text="<script>alert(1)</script>")

    page = as_agent(sam).get(reverse("supervision:rating", args=[rating.pk])).content.decode()

    assert "<script>alert" not in page


def test_what_the_agent_noted_at_the_end_is_shown(rating, claimed, alice, as_agent, sam):
    handoffs.close(claimed, agent=alice, outcome="resolved", note="Both are <b>refunded</b>.")

    page = as_agent(sam).get(reverse("supervision:rating", args=[rating.pk])).content.decode()

    assert "Both are &lt;b&gt;refunded&lt;/b&gt;." in page


def test_what_another_team_noted_at_the_end_stays_with_it(rating, claimed, alice, carol, technical, as_agent, sam):
    handoffs.transfer_to_agent(claimed, agent=alice, to=carol, team=technical)
    handoffs.close(claimed, agent=carol, outcome="resolved", note="Between technicians")

    page = as_agent(sam).get(reverse("supervision:rating", args=[rating.pk])).content.decode()

    assert "Between technicians" not in page


def test_after_a_transfer_the_rating_stays_and_the_transcript_goes_with_the_team(
    rating, claimed, alice, technical, as_agent, sam
):
    handoffs.transfer_to_team(claimed, agent=alice, team=technical)

    page = as_agent(sam).get(reverse("supervision:rating", args=[rating.pk])).content.decode()

    assert "a team you do not supervise" in page
    assert "€89.00" not in page
    assert "As it was." not in page
    assert "No version is kept" not in page


def test_whose_chat_it_is_now_is_said_by_the_team_that_has_it(rating, claimed, alice, technical, as_agent, sam):
    handoffs.close(claimed, agent=alice, outcome="resolved")
    handoffs.open_handoff(claimed.conversation, team=technical, reason="asked")

    page = as_agent(sam).get(reverse("supervision:rating", args=[rating.pk])).content.decode()

    assert f"with {technical} now" in page


def test_a_rating_that_judged_no_summary_says_so(rating, as_agent, sam):
    HandoffRating.objects.update(brief_version=None)

    assert "No version is kept" in as_agent(sam).get(reverse("supervision:rating", args=[rating.pk])).content.decode()
