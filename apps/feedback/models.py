from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.handoffs.models import Handoff
from apps.people.models import Agent, Team

SCORE = [MinValueValidator(1), MaxValueValidator(5)]


class SummaryReason(models.TextChoices):
    """What was wrong with a summary. A closed vocabulary, so that numbers can be compared."""

    MISSED_POINT = "missed_point", _("Missed the point")
    WRONG_FACT = "wrong_fact", _("Wrong fact")
    LEFT_OUT = "left_out", _("Left something out")
    INVENTED = "invented", _("Not stated anywhere")
    TOO_LONG = "too_long", _("Too long")
    OUTDATED = "outdated", _("Outdated")
    UNCLEAR = "unclear", _("Hard to read")


class HandoffRating(models.Model):
    """One agent's judgement of one handoff. Each part is optional and may be changed later; null is "not said"."""

    REASONS_UP_TO = 3  # a summary rated higher needs no reasons

    handoff = models.ForeignKey(Handoff, models.CASCADE, related_name="ratings")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="ratings")
    summary = models.PositiveSmallIntegerField(null=True, blank=True, validators=SCORE)
    summary_reasons = ArrayField(models.CharField(max_length=12, choices=SummaryReason), default=list, blank=True)
    right_team = models.BooleanField(null=True, blank=True)
    better_team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    draft = models.PositiveSmallIntegerField(null=True, blank=True, validators=SCORE)
    sources_ok = models.BooleanField(null=True, blank=True)
    comment = models.TextField(blank=True)
    # What was judged: as it stood when that part was rated, not as it may stand now.
    brief_version = models.PositiveIntegerField(null=True, blank=True)
    draft_version = models.PositiveIntegerField(null=True, blank=True)
    sources_version = models.PositiveIntegerField(null=True, blank=True)  # of the brief whose sources they were
    placed_team = models.ForeignKey(Team, models.PROTECT, related_name="+")  # where routing put it at first
    at = models.DateTimeField(auto_now_add=True)
    amended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["handoff", "agent"], name="one_rating"),
            models.CheckConstraint(
                condition=Q(summary__range=(1, 5)) | Q(summary__isnull=True), name="summary_score_1_to_5"
            ),
            models.CheckConstraint(condition=Q(draft__range=(1, 5)) | Q(draft__isnull=True), name="draft_score_1_to_5"),
            models.CheckConstraint(
                condition=Q(better_team__isnull=True) | Q(right_team=False), name="better_team_when_wrong"
            ),
        ]
        indexes = [models.Index(fields=["placed_team", "-at"], name="rating_team")]

    def __str__(self):
        return f"Rating of handoff {self.handoff_id} by {self.agent}"

    @property
    def reasons(self) -> list[str]:
        """The reasons in words."""
        return [str(SummaryReason(reason).label) for reason in self.summary_reasons]
