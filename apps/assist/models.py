from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.conversations.models import Conversation, Message
from apps.people.models import Agent


class Brief(models.Model):
    """What an agent must know of a conversation, in one glance. Each version is written once and never changed,
    except `through`, which rises when later turns change nothing."""

    class State(models.TextChoices):
        READY = "ready", _("Ready")
        FAILED = "failed", _("The model did not answer")  # what is shown then is the local writer's

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="briefs")
    version = models.PositiveIntegerField()
    through = models.PositiveIntegerField()  # position of the last turn it has read
    writer = models.CharField(max_length=120)  # "local", or the model's name
    state = models.CharField(max_length=6, choices=State, default=State.READY)
    error = models.CharField(max_length=300, blank=True)
    summary = models.TextField()  # one paragraph, under 80 words
    words = models.PositiveSmallIntegerField()
    claims = models.JSONField(default=list)  # [{text, turns: [position]}]; joined by spaces they are the summary
    facts = models.JSONField(default=list)  # [{name, label, value, turn}]; turn is None when the bot told it
    missing = models.JSONField(default=list)  # [{name, label}]
    attempts = models.JSONField(default=list)  # [{what, outcome, why, turn}]
    sources = models.JSONField(default=list)  # [{number, article, slug, title, url, internal, passage, used}]
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "version"], name="brief_version")]

    def __str__(self):
        return f"Brief {self.version} of conversation {self.conversation_id}"


class BriefRead(models.Model):
    """Which versions of the brief an agent has had before them; what is new is told against the one before."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="briefs_read")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()  # the newest
    before = models.PositiveIntegerField()  # what was the newest until then

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "agent"], name="one_brief_read")]

    def __str__(self):
        return f"{self.agent_id} has read {self.version} of conversation {self.conversation_id}"


class Reading(models.Model):
    """How far a conversation has been read for its brief, and how far it should be: work is where they differ."""

    conversation = models.OneToOneField(Conversation, models.CASCADE, primary_key=True, related_name="reading")
    wanted = models.PositiveBigIntegerField()  # seq of the event that asked last
    wanted_since = models.DateTimeField(default=timezone.now)  # who has waited longest is read next
    done = models.PositiveBigIntegerField(default=0)  # seq that the newest brief answers
    leased_until = models.DateTimeField(null=True, blank=True)  # a worker is at it, and has until then

    class Meta:
        indexes = [models.Index(fields=["leased_until"], condition=Q(wanted__gt=F("done")), name="reading_due")]

    def __str__(self):
        return f"{self.conversation_id}: {self.done} of {self.wanted}"


class Draft(models.Model):
    """A suggested reply: an offer, never what an agent types into."""

    class Tone(models.TextChoices):
        PLAIN = "", _("As suggested")
        SHORTER = "shorter", _("Shorter")
        WARMER = "warmer", _("Warmer")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="drafts")
    brief = models.ForeignKey(Brief, models.CASCADE, related_name="drafts")
    version = models.PositiveIntegerField()
    text = models.TextField()
    sources = ArrayField(models.PositiveSmallIntegerField(), default=list)  # numbers in brief.sources
    through = models.PositiveIntegerField()
    tone = models.CharField(max_length=7, choices=Tone, default=Tone.PLAIN, blank=True)
    writer = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)
    discarded_by = models.ForeignKey(Agent, models.SET_NULL, null=True, blank=True, related_name="+")
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "version"], name="draft_version")]

    def __str__(self):
        return f"Draft {self.version} of conversation {self.conversation_id}"


class NextAction(models.Model):
    """What to do next, why, and how sure the writer is."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        DONE = "done", _("Done")
        NOT_RIGHT = "not_right", _("Not right")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="actions")
    brief = models.ForeignKey(Brief, models.CASCADE, related_name="actions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    why = models.CharField(max_length=500, blank=True)
    source = models.PositiveSmallIntegerField(null=True, blank=True)  # number in brief.sources
    confidence = models.FloatField(null=True, blank=True)  # 0 to 1; null when nobody can say
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    decided_by = models.ForeignKey(Agent, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "version"], name="action_version")]

    def __str__(self):
        return self.title


class UnsentReply(models.Model):
    """What an agent is typing. `revision` rises with every change, so that two tabs cannot eat each other's words."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="unsent")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="unsent")
    is_note = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "unsent replies"
        constraints = [models.UniqueConstraint(fields=["conversation", "agent", "is_note"], name="one_unsent_reply")]

    def __str__(self):
        return self.text[:60]


class DraftUse(models.Model):
    """What became of the suggested reply when the agent answered."""

    class Outcome(models.TextChoices):
        AS_IS = "as_is", _("Sent as is")
        LIGHT_EDIT = "light_edit", _("Lightly edited")
        REWRITTEN = "rewritten", _("Rewritten")
        OWN_WORDS = "own_words", _("Own words")

    message = models.OneToOneField(Message, models.CASCADE, related_name="draft_use")
    draft = models.ForeignKey(Draft, models.CASCADE, null=True, blank=True, related_name="uses")
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome)
    similarity = models.FloatField()  # 0 to 1, by words
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"{self.message_id}: {self.outcome}"
