from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.conversations.models import Conversation
from apps.handoffs.models import Reason, Urgency
from apps.people.models import Team

from .parameters import faults


class Policy(models.Model):
    """When a bot should let go. A version once active is never changed, so its decisions keep their sense."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("Active")
        RETIRED = "retired", _("Retired")

    name = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=7, choices=State, default=State.DRAFT)
    note = models.TextField(blank=True, help_text=_("What this version changes, and why."))
    created_at = models.DateTimeField(auto_now_add=True)
    activated_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "-version"]
        verbose_name_plural = _("policies")
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="policy_version"),
            models.UniqueConstraint(fields=["state"], condition=Q(state="active"), name="one_active_policy"),
        ]

    def __str__(self):
        return f"{self.name} v{self.version}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class Rule(models.Model):
    """One reason to let go, with its bounds. What each kind reads from `parameters` stands in `parameters.py`."""

    class Kind(models.TextChoices):
        EXPLICIT_REQUEST = "explicit_request", _("The customer asks for a person")
        HIGH_RISK = "high_risk", _("High-risk topic")
        FRUSTRATION = "frustration", _("The customer is frustrated")
        REPEATED_FAILURE = "repeated_failure", _("The bot failed repeatedly")
        OUT_OF_SCOPE = "out_of_scope", _("Out of the bot's scope")
        LOW_CONFIDENCE = "low_confidence", _("The bot is not sure")

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="rules")
    position = models.PositiveSmallIntegerField(default=1)  # the first that fires gives the handoff its reason
    kind = models.CharField(max_length=16, choices=Kind)
    name = models.CharField(max_length=120)
    reason = models.CharField(max_length=20, choices=Reason, blank=True, help_text=_("Empty: the kind itself."))
    parameters = models.JSONField(default=dict, blank=True)
    urgency = models.PositiveSmallIntegerField(choices=Urgency, null=True, blank=True, help_text=_("At least this."))
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["policy", "name"], name="rule_name")]

    def __str__(self):
        return self.name

    def clean(self):
        if found := faults(self.kind, self.parameters):
            raise ValidationError({"parameters": found})


class Decision(models.Model):
    """What a policy version said about a conversation at one moment, with the evidence."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="decisions")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="decisions")
    escalate = models.BooleanField()
    # In the order of the rules: [{rule, kind, reason, because, turn, urgency, team}]; the first gives the handoff its
    # reason, turn is a message's position or null, team a slug or null. Quotes nobody: the turn does, and is erased
    # with the customer.
    fired = models.JSONField(default=list)
    signals = models.JSONField(default=dict)  # what the bot said besides its turns, as it was judged
    through = models.PositiveIntegerField()  # the last turn that was looked at
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["policy", "-id"], name="decision_policy")]

    def __str__(self):
        return f"{self.conversation_id}: {'escalate' if self.escalate else 'keep'}"

    @property
    def urgency(self) -> int | None:
        """The highest that any fired rule asks for."""
        return max((fired["urgency"] for fired in self.fired if fired["urgency"]), default=None)
