from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.conversations.models import Conversation, Message
from apps.people.models import Agent, Team


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    CLAIMED = "claimed", _("With an agent")
    RETURNING = "returning", _("Offered to the bot")
    RETURNED = "returned", _("Back with the bot")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


class Reason(models.TextChoices):
    """Why the bot let go. A closed vocabulary, so that numbers can be compared."""

    EXPLICIT_REQUEST = "explicit_request", _("Asked for a person")
    LOW_CONFIDENCE = "low_confidence", _("Low confidence")
    REPEATED_FAILURE = "repeated_failure", _("Failed repeatedly")
    FRUSTRATION = "frustration", _("Frustrated")
    OUT_OF_SCOPE = "out_of_scope", _("Out of scope")
    HIGH_RISK = "high_risk", _("High risk")
    POLICY = "policy", _("Policy")
    OTHER = "other", _("Other")


class Urgency(models.IntegerChoices):
    LOW = 1, _("Low")
    NORMAL = 2, _("Normal")
    HIGH = 3, _("High")
    CRITICAL = 4, _("Critical")


class Mode(models.TextChoices):
    LIVE = "live", _("Live chat")
    TICKET = "ticket", _("Ticket")
    CALLBACK = "callback", _("Callback")
    EMAIL = "email", _("Email")


class Handoff(models.Model):
    """One spell of human help in a conversation."""

    MOVES = {
        State.WAITING: {State.CLAIMED, State.CANCELLED},
        State.CLAIMED: {State.WAITING, State.RETURNING, State.CLOSED, State.CANCELLED},
        State.RETURNING: {State.RETURNED, State.CLAIMED, State.WAITING},
        State.RETURNED: set(),
        State.CLOSED: set(),
        State.CANCELLED: set(),
    }
    OPEN = (State.WAITING, State.CLAIMED, State.RETURNING)
    TAKEN_BACK = "taken back"  # a `placed_because` that no router gave: an agent took it over from the bot

    conversation = models.ForeignKey(Conversation, models.CASCADE, db_index=False, related_name="handoffs")
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    team = models.ForeignKey(Team, models.PROTECT, db_index=False, related_name="handoffs")
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, blank=True, db_index=False, related_name="handoffs")
    placed_because = models.CharField(max_length=300, blank=True)  # why this team, in words
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.LIVE)
    urgency = models.PositiveSmallIntegerField(choices=Urgency, default=Urgency.NORMAL)
    reason = models.CharField(max_length=20, choices=Reason, default=Reason.OTHER)
    reason_text = models.CharField(max_length=500, blank=True)
    rule = models.CharField(max_length=120, blank=True)  # the one that fired, by the name the bot gave it
    evidence = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="+")
    confidence = models.FloatField(null=True, blank=True)  # the bot's, when it let go: 0 to 1
    payload = models.JSONField(default=dict)  # as it came in, cards masked
    completeness = models.PositiveSmallIntegerField(default=0)  # percent; see completeness.py
    missing = models.JSONField(default=list)  # names of the parts the bot did not send
    opened_at_position = models.PositiveIntegerField(default=0)  # turns up to here were the bot's time
    bounce_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="bounces")
    queued_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, blank=True)  # the first time
    first_reply_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    outcome_note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(state__in=("waiting", "claimed", "returning")),
                name="one_open_handoff",
            )
        ]
        indexes = [
            models.Index(fields=["team", "-urgency", "queued_at"], condition=Q(state="waiting"), name="handoff_queue"),
            models.Index(fields=["agent", "state"], name="handoff_agent"),
            models.Index(fields=["agent", "ended_at"], condition=Q(state="returned"), name="handoff_given_back"),
            models.Index(fields=["conversation", "-id"], name="handoff_conversation"),
            models.Index(fields=["team", "-claimed_at"], name="handoff_claims"),
        ]

    def __str__(self):
        return f"Handoff {self.pk} ({self.state})"

    @property
    def cause(self) -> str:
        """Why it is here, in few words: the rule that fired, else the bot's reason. Empty when it gave none."""
        return self.rule or ("" if self.reason == Reason.OTHER else str(self.get_reason_display()))

    @property
    def placed_why(self) -> str:
        """Why it is with this team, as it was said when it was placed."""
        taken_back = self.placed_because == self.TAKEN_BACK
        return str(_("An agent took it back from the bot.")) if taken_back else self.placed_because

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    def is_held_by(self, agent: Agent) -> bool:
        """While the bot is asked to take it back nobody holds it: whoever offered it takes it back first."""
        return self.state == State.CLAIMED and self.agent_id == agent.pk


class Handback(models.Model):
    """The offer of a conversation back to the bot, and what the bot said to it."""

    class State(models.TextChoices):
        OFFERED = "offered", _("Waiting for the bot")
        ACCEPTED = "accepted", _("Accepted by the bot")
        REFUSED = "refused", _("Refused by the bot")
        WITHDRAWN = "withdrawn", _("Taken back")
        EXPIRED = "expired", _("Bot did not answer")

    handoff = models.ForeignKey(Handoff, models.CASCADE, related_name="handbacks")
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.OFFERED)
    # The brief for the bot: {done: [str], promised: [str], told: [str], open: [str], bot_may: [str],
    # bot_must_not: [str], note: str}
    brief = models.JSONField(default=dict)
    edited = models.BooleanField(default=False)  # the agent changed the composed brief before sending
    answer = models.CharField(max_length=500, blank=True)  # the bot's reason for refusing
    offered_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handoff"], condition=Q(state="offered"), name="one_offered_handback")
        ]
        indexes = [models.Index(fields=["expires_at"], condition=Q(state="offered"), name="handback_expiry")]

    def __str__(self):
        return f"Handback {self.pk} ({self.state})"
