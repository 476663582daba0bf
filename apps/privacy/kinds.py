"""What is kept of a customer, as an admin reads it. A test holds the list to the tables that belong to a customer."""

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

KINDS = {
    "brief": _("Briefs"),
    "briefread": _("Briefs that agents have read"),
    "conversation": _("Conversations"),
    "conversationevent": _("Events"),
    "customer": _("Customer"),
    "decision": _("Policy decisions"),
    "draft": _("Drafts"),
    "draftuse": _("Drafts that were sent"),
    "handback": _("Handbacks"),
    "handoff": _("Handoffs"),
    "handoffrating": _("Ratings"),
    "idempotency": _("Answers kept for repeated calls"),
    "message": _("Messages"),
    "nextaction": _("Next actions"),
    "reading": _("Readings by the writer"),
    "readmark": _("Reading marks of agents"),
    "unsentreply": _("Unsent replies and notes"),
}


def in_words(model: type[Model]) -> str:
    """In the reader's language."""
    return str(KINDS.get(str(model._meta.model_name), model._meta.verbose_name_plural))
