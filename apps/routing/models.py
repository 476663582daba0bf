from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.handoffs.models import Urgency
from apps.people.models import Team


class Route(models.Model):
    """Customers who want this, in this language, go to this team. The most specific route wins; see `place.py`."""

    intent = models.CharField(
        max_length=100,
        blank=True,
        help_text=_(
            "An intent (billing), an intent below it (billing.duplicate_charge), or empty for everything else."
        ),
    )
    language = models.CharField(max_length=16, blank=True, help_text=_("Such as de; empty for every language."))
    team = models.ForeignKey(Team, models.PROTECT, related_name="routes")
    urgency = models.PositiveSmallIntegerField(choices=Urgency, default=Urgency.NORMAL)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["intent", "language"]
        constraints = [models.UniqueConstraint(fields=["intent", "language"], name="route_once")]

    def __str__(self):
        wanted = self.intent or _("everything else")
        return f"{wanted} ({self.language}) → {self.team}" if self.language else f"{wanted} → {self.team}"


class Lift(models.Model):
    """A reason to let go, or a customer's tier, that makes a handoff at least this urgent."""

    class Of(models.TextChoices):
        REASON = "reason", _("Reason")
        TIER = "tier", _("Tier")

    of = models.CharField(max_length=6, choices=Of)
    value = models.CharField(max_length=40, help_text=_("Such as high_risk, or enterprise; any case."))
    urgency = models.PositiveSmallIntegerField(_("at least"), choices=Urgency, default=Urgency.HIGH)

    class Meta:
        ordering = ["of", "value"]
        constraints = [models.UniqueConstraint(fields=["of", "value"], name="lift_once")]

    def __str__(self):
        return f"{self.value}: {self.get_urgency_display()}"
