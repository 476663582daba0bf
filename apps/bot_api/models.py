from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.conversations.models import Bot, Conversation
from apps.people.models import Agent


class BotKey(models.Model):
    """What a bot shows to be let in. The key itself is shown once and never stored."""

    bot = models.ForeignKey(Bot, models.CASCADE, related_name="keys")
    prefix = models.CharField(max_length=16)  # its first characters, to tell keys apart
    digest = models.CharField(max_length=64, unique=True)  # SHA-256, hexadecimal; see keys.py
    created_by = models.ForeignKey(Agent, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)  # to the minute
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.prefix}…"


class Endpoint(models.Model):
    """Where a bot's events are pushed to."""

    bot = models.OneToOneField(Bot, models.CASCADE, related_name="endpoint")
    url = models.URLField(max_length=500)
    # Newest first; two while one is being rotated out. Each is whsec_ and base64, as Standard Webhooks has it.
    secrets = ArrayField(models.CharField(max_length=100), default=list)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_because = models.CharField(max_length=200, blank=True)

    def __str__(self):
        return self.url


class Reader(models.Model):
    """How far a bot has read its events by pulling. What its cursor has passed has reached it."""

    bot = models.OneToOneField(Bot, models.CASCADE, related_name="reader")
    xact = models.BigIntegerField(default=0)
    event = models.BigIntegerField(default=0)
    at = models.DateTimeField(auto_now=True)


class Idempotency(models.Model):
    """The answer to a call that changed something, kept so that the same call again changes nothing."""

    bot = models.ForeignKey(Bot, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)  # SHA-256 of method, path and body
    status = models.PositiveSmallIntegerField()
    answer = models.TextField()
    # Where the answer holds words about its customer: they are erased with it.
    conversation = models.ForeignKey(Conversation, models.CASCADE, null=True, db_index=False, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "stored answers"
        constraints = [models.UniqueConstraint(fields=["bot", "key"], name="idempotency_key")]
        indexes = [
            models.Index(fields=["at"], name="idempotency_at"),
            models.Index(
                fields=["conversation"], condition=models.Q(conversation__isnull=False), name="idempotency_words"
            ),
        ]
