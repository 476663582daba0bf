from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Delivery(models.Model):
    """Something that has to leave this system, written in the transaction that made it true."""

    class State(models.TextChoices):
        DUE = "due", _("Due")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        DEAD = "dead", _("Dead")  # tried for days, refused for good, or its destination was switched off
        DROPPED = "dropped", _("Dropped")  # what it is about was erased before it was sent

    OPEN = (State.DUE, State.SENDING)

    destination = models.CharField(max_length=64)
    stream = models.CharField(max_length=64)  # deliveries of one stream go one at a time, in order
    topic = models.CharField(max_length=64)
    subject = models.BigIntegerField()  # what it is about: the key of the row it was written for
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    due_at = models.DateTimeField()  # while sending: when the sender is taken for dead
    attempts = models.PositiveSmallIntegerField(default=0)
    history = models.JSONField(default=list)  # an entry an attempt: at, ms, status, error, answer
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=("due", "sending")), name="delivery_due"),
            models.Index(fields=["stream", "id"], condition=Q(state__in=("due", "sending")), name="delivery_stream"),
            models.Index(fields=["id"], condition=Q(state="dead"), name="delivery_dead"),
            models.Index(fields=["destination", "-id"], name="delivery_destination"),
            models.Index(fields=["topic", "subject"], name="delivery_subject"),
        ]

    def __str__(self):
        return f"{self.topic} to {self.destination}"

    @property
    def last(self) -> dict:
        return self.history[-1] if self.history else {}
