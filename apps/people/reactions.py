"""What Django's own admin changes goes into the audit as well: which row and which fields, not what they say.

A signal, because the admin has no other place that sees every change of every room.
"""

import json

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry

from . import operations

VERBS = {ADDITION: "admin.added", CHANGE: "admin.changed", DELETION: "admin.deleted"}


def audit_admin(sender: type[LogEntry], instance: LogEntry, created: bool, **kwargs) -> None:
    if created and instance.content_type:
        subject = f"{instance.content_type.model}:{instance.object_id}"
        operations.audit(instance.user, VERBS[instance.action_flag], subject, fields=_fields(instance.change_message))


def _fields(message: str) -> list[str]:
    """Django writes [{"changed": {"fields": ["Role"]}}], or words of its own."""
    parts = json.loads(message) if message.startswith("[") else []
    return sorted({name for part in parts for change in part.values() for name in change.get("fields", [])})
