from typing import ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class Team(models.Model):
    """People who answer the same kind of chats."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    description = models.TextField(blank=True)
    amber_after = models.PositiveIntegerField(_("amber after (s)"), default=120)  # seconds a customer has waited
    red_after = models.PositiveIntegerField(_("red after (s)"), default=300)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class AgentManager(BaseUserManager["Agent"]):
    """Agents sign in by email; there is no user name."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "Agent":
        agent = self.model(email=email, **fields)
        agent.set_password(password)
        agent.save(using=self._db)
        return agent

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "Agent":
        return self.create_user(email, password, role=Role.ADMIN, is_staff=True, is_superuser=True, **fields)


class Role(models.TextChoices):
    AGENT = "agent", _("Agent")
    SUPERVISOR = "supervisor", _("Supervisor")
    ADMIN = "admin", _("Admin")


class Agent(AbstractUser):
    """A person who signs in: answers chats, supervises teams, or runs the installation."""

    class Status(models.TextChoices):
        AVAILABLE = "available", _("Available")
        BUSY = "busy", _("Busy")
        AWAY = "away", _("Away")

    class Theme(models.TextChoices):
        SYSTEM = "system", _("Follow the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    username = first_name = last_name = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=10, choices=Role, default=Role.AGENT)
    teams = models.ManyToManyField(Team, related_name="agents", blank=True)
    capacity = models.PositiveSmallIntegerField(default=5)  # chats at once
    status = models.CharField(max_length=9, choices=Status, default=Status.AVAILABLE)
    seen_at = models.DateTimeField(null=True, blank=True)  # last time an open screen was theirs
    time_zone = models.CharField(max_length=64, blank=True, default="")  # empty: as the browser says
    language = models.CharField(max_length=8, default="en")
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    # {sound: bool, notifications: bool, shortcuts_off: bool, shortcuts: {command: key}}
    preferences = models.JSONField(default=dict, blank=True)

    sign_outs = models.PositiveIntegerField(default=0)  # raising it ends every session of theirs

    objects: ClassVar[AgentManager] = AgentManager()  # type: ignore[assignment]
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="agent_email", violation_error_message=_("Somebody has this address already.")
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """An admin is Django's superuser, and nobody else is. By small letters single sign-on finds people."""
        self.email = self.email.lower()
        self.is_staff = self.is_superuser = self.role == Role.ADMIN
        if (named := kwargs.get("update_fields")) is not None and "role" in named:
            kwargs["update_fields"] = {*named, "is_staff", "is_superuser"}
        super().save(*args, **kwargs)

    def _get_session_auth_hash(self, secret=None):
        """What a session must know to stand for this agent: the password, and how often all were ended."""
        salt = "apps.people.models.Agent.session"
        return salted_hmac(salt, f"{self.sign_outs} {self.password}", secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    @property
    def supervises(self) -> bool:
        return self.role in (Role.SUPERVISOR, Role.ADMIN)

    @property
    def initials(self) -> str:
        words = self.name.split() or [self.email]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name else self.email

    def team_ids(self) -> set[int]:
        """Keys of the teams whose conversations this agent may see; an admin sees every team's."""
        teams = Team.objects.all() if self.is_admin else self.teams.all()
        return set(teams.values_list("pk", flat=True))


class AuditEntry(models.Model):
    """Who did what, when and from where. Written once, never changed; old ones go by the retention setting."""

    SAW = "saw"

    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")  # nobody: a command or a schedule
    verb = models.CharField(max_length=60)  # saw, exported, or the kind of a conversation event: handoff.claimed
    subject = models.CharField(max_length=120, blank=True)  # conversation:12
    detail = models.JSONField(default=dict)  # keys and choices, no one's words
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["subject", "-id"], name="audit_subject"),
            models.Index(fields=["agent", "subject", "-at"], name="audit_agent"),
            models.Index(fields=["verb", "-id"], name="audit_verb"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self):
        return f"{self.verb} {self.subject}"
