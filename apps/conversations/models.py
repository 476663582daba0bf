"""Every message passes these tables, so a foreign key has an index of its own only where no other begins with it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from apps.people.models import Agent, Team


class Bot(models.Model):
    """A chatbot that hands over and takes back."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    pushes = models.BooleanField(default=False)  # has a webhook: its public events are delivered to it
    accepts_by_2xx = models.BooleanField(default=False)  # a 2xx to handback.offered is the acceptance

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Intent(models.Model):
    """What a customer wants, two levels deep: `billing` and, below it, `billing.duplicate_charge`."""

    slug = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=100)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    needed_facts = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self):
        return self.name


class Customer(models.Model):
    """A person who needs help, known to the whole company by one reference."""

    class Verification(models.TextChoices):
        UNKNOWN = "unknown", _("Not stated")
        UNVERIFIED = "unverified", _("Not verified")
        VERIFIED = "verified", _("Verified")

    reference = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=320, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    tier = models.CharField(max_length=40, blank=True)
    since = models.DateField(null=True, blank=True)
    verification = models.CharField(max_length=10, choices=Verification, default=Verification.UNKNOWN)
    verified_how = models.CharField(max_length=200, blank=True)
    account = models.JSONField(default=dict, blank=True)  # account facts: {name: value}
    open_issues = models.JSONField(default=list, blank=True)  # [{reference, title, state, since}]
    history = models.JSONField(default=list, blank=True)  # past contacts elsewhere: [{at, channel, summary, outcome}]
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return self.name or self.reference


class Holder(models.TextChoices):
    BOT = "bot", _("Bot")
    AGENT = "agent", _("Agent")
    NOBODY = "nobody", _("Nobody")  # it waits for a person
    OFFERED = "offered", _("Nobody; offered to the bot")  # until the bot accepts the handback


class Conversation(models.Model):
    """One customer's thread, through every handoff and handback of its life."""

    bot = models.ForeignKey(Bot, models.PROTECT, db_index=False, related_name="conversations")
    reference = models.CharField(max_length=200)
    customer = models.ForeignKey(Customer, models.PROTECT, db_index=False, related_name="conversations")
    channel = models.CharField(max_length=40, default="web")
    language = models.CharField(max_length=16, blank=True)
    page = models.CharField(max_length=500, blank=True)  # the page or feature the customer is on
    intent = models.CharField(max_length=100, blank=True)  # slug of an Intent, or the bot's own word for it
    intent_confidence = models.FloatField(null=True, blank=True)
    # Who corrected it.
    intent_by = models.ForeignKey(Agent, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+")
    sentiment = models.CharField(max_length=20, blank=True)
    told = models.JSONField(default=dict, blank=True)  # what the bot told for the latest handoff, by `learn`

    # Who may speak. `epoch` rises at every change, and a bot's message carries the one it was told.
    holder = models.CharField(max_length=7, choices=Holder, default=Holder.BOT)
    holder_agent = models.ForeignKey(Agent, models.SET_NULL, null=True, blank=True, db_index=False, related_name="held")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, db_index=False, related_name="conversations")
    epoch = models.PositiveIntegerField(default=1)

    seq = models.PositiveBigIntegerField(default=0)  # the last event's; taken under this row's lock
    message_count = models.PositiveIntegerField(default=0)  # the last message's position
    last_message_at = models.DateTimeField(null=True, blank=True)
    customer_waits_since = models.DateTimeField(null=True, blank=True)  # first unanswered customer turn
    created_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=20, blank=True)  # resolved, unresolved, abandoned
    csat = models.PositiveSmallIntegerField(null=True, blank=True)  # 1 to 5
    erased_at = models.DateTimeField(null=True, blank=True)  # its words are gone; nothing is added any more

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bot", "reference"], name="conversation_reference")]
        indexes = [
            models.Index(fields=["team", "-last_message_at"], name="conversation_team"),
            models.Index(fields=["customer", "-id"], name="conversation_customer"),
            models.Index(fields=["holder_agent"], condition=Q(holder_agent__isnull=False), name="conversation_held"),
            models.Index(fields=["intent_by"], condition=Q(intent_by__isnull=False), name="conversation_corrected"),
        ]

    def __str__(self):
        return f"{self.customer} ({self.reference})"

    def is_held_by(self, agent: Agent) -> bool:
        return self.holder == Holder.AGENT and self.holder_agent_id == agent.pk


class Message(models.Model):
    """One turn. Its text is never changed or moved; only its delivery state moves."""

    class Role(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        BOT = "bot", _("Bot")
        AGENT = "agent", _("Agent")
        ACTION = "action", _("Bot action")  # a tool the bot called
        RESULT = "result", _("Result")  # and what it answered
        NOTE = "note", _("Note")  # between agents; no bot or customer sees it

    FROM_BOT = (Role.BOT, Role.ACTION, Role.RESULT)

    class Delivery(models.TextChoices):
        NONE = "", _("Not to be delivered")
        SENDING = "sending", _("Sending")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Not delivered")

    conversation = models.ForeignKey(Conversation, models.CASCADE, db_index=False, related_name="messages")
    # The conversation's, whose own foreign key holds; here for the constraint.
    bot = models.ForeignKey(Bot, models.PROTECT, db_index=False, db_constraint=False, related_name="+")
    position = models.PositiveIntegerField()  # 1, 2, 3 ... within the conversation, without gaps
    external_id = models.CharField(max_length=200, null=True, blank=True)
    role = models.CharField(max_length=8, choices=Role)
    text = models.TextField(blank=True)
    author = models.ForeignKey(Agent, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+")
    mentions = models.ManyToManyField(Agent, related_name="mentioned_in", blank=True)
    attachments = models.JSONField(default=list, blank=True)  # [{name, type, size, url}]
    # What the bot said about this turn: confidence, intent, sub_intent, citations, attempt, page.
    facts = models.JSONField(default=dict, blank=True)
    delivery = models.CharField(max_length=9, choices=Delivery, default=Delivery.NONE, blank=True)
    sent_at = models.DateTimeField()  # by the sender's clock
    created_at = models.DateTimeField(auto_now_add=True)  # by ours

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "position"], name="message_position"),
            models.UniqueConstraint(fields=["bot", "external_id"], name="message_external_id"),
        ]
        indexes = [
            GinIndex(SearchVector("text", config="simple"), name="message_words"),
            models.Index(fields=["author"], condition=Q(author__isnull=False), name="message_author"),
        ]

    def __str__(self):
        return f"{self.role} {self.position}: {self.text[:60]}"

    @property
    def confidence(self) -> float | None:
        """How sure the bot was of it, from 0 to 1."""
        return self.facts.get("confidence")


class ConversationEvent(models.Model):
    """Something that happened. `seq` has no gaps within a conversation and no event overtakes another."""

    kept_at_erasure = ("kind",)  # see core/erasure.py

    conversation = models.ForeignKey(Conversation, models.CASCADE, db_index=False, related_name="events")
    # The conversation's, whose own foreign key holds; here for the pull index.
    bot = models.ForeignKey(Bot, models.PROTECT, db_index=False, db_constraint=False, related_name="+")
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    epoch = models.PositiveIntegerField()
    position = models.PositiveIntegerField()  # of the conversation's last message when it happened
    # Who did it, when a person did.
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, db_index=False, related_name="+")
    by_bot = models.BooleanField(default=False)
    handoff = models.BigIntegerField(null=True)  # key of the Handoff it belongs to, a floor above
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="+")
    data = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    public = models.BooleanField()  # bots may hear of it
    reacted_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # A reader that follows (xact, id) and stops below the oldest running transaction skips nothing; an id alone
    # would be handed out before its row is visible.
    xact = models.BigIntegerField(
        db_default=Cast(
            Cast(Func(function="pg_current_xact_id", output_field=models.TextField()), models.TextField()),
            models.BigIntegerField(),
        )
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "seq"], name="event_seq")]
        indexes = [
            models.Index(F("bot"), F("xact"), F("id"), condition=Q(public=True), name="event_pull"),
            models.Index(fields=["tries", "id"], condition=Q(reacted_at__isnull=True), name="event_unreacted"),
            models.Index(fields=["handoff", "kind"], name="event_handoff"),
            models.Index(fields=["agent"], condition=Q(agent__isnull=False), name="event_agent"),
        ]

    def __str__(self):
        return f"{self.kind} #{self.seq}"


class ReadMark(models.Model):
    """How far an agent has read a conversation, and whether it is open before them now."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="read_marks")
    position = models.PositiveIntegerField(default=0)
    looking_until = models.DateTimeField(null=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "conversation"], name="read_mark")]
        indexes = [models.Index(fields=["conversation", "looking_until"], name="read_mark_looking")]

    def __str__(self):
        return f"{self.agent_id} read {self.conversation_id} to {self.position}"
