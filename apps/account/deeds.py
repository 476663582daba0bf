"""What the audit log says was done, as its readers read it. A test holds the list to the verbs that the code writes."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "saw": _("Saw"),
    "exported": _("Exported"),
    "created": _("Created"),
    "changed": _("Changed"),
    "disabled": _("Switched off"),
    "rotated": _("Secret renewed"),
    "old_secret_dropped": _("Old secret dropped"),
    "revoked": _("Revoked"),
    "replayed": _("Sent again"),
    "signed_in": _("Signed in"),
    "signed_out": _("Signed out"),
    "sign_in.failed": _("Sign-in failed"),
    "admin.added": _("Added in the administration"),
    "admin.changed": _("Changed in the administration"),
    "admin.deleted": _("Deleted in the administration"),
    "agent.engaged": _("Agent made"),
    "agent.deactivated": _("Agent deactivated"),
    "agent.reactivated": _("Agent reactivated"),
    "agent.signed_out_everywhere": _("Agent signed out everywhere"),
    "team.made": _("Team made"),
    "customer.exported": _("Customer exported"),
    "customer.erased": _("Customer erased"),
    "retention.erased": _("Erased by age"),
    "policy.copied": _("Policy copied"),
    "policy.activated": _("Policy activated"),
    "handoff.claimed": _("Handoff claimed"),
    "handoff.released": _("Handoff released"),
    "handoff.transferred": _("Handoff transferred"),
    "handoff.closed": _("Handoff resolved"),
    "handoff.rated": _("Handoff rated"),
    "handback.offered": _("Handback offered"),
    "handback.withdrawn": _("Handback taken back"),
    "reply.sent": _("Reply sent"),
    "reply.retried": _("Reply sent again"),
    "note.written": _("Note written"),
    "intent.corrected": _("Intent corrected"),
    "draft.written": _("Draft rewritten"),
    "draft.discarded": _("Draft discarded"),
    "action.decided": _("Next action decided"),
}


def in_words(verb: str) -> str:
    """`handoff.claimed` is "Handoff claimed". A verb of an older version stands as it came, legibly."""
    return str(DEEDS.get(verb) or verb.replace(".", " ").replace("_", " ").capitalize())
