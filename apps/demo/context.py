"""What the sign-in page offers in demo mode."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from . import seeding


def demo(request: HttpRequest) -> dict[str, Any]:
    """Lazy: every page passes here, and only the sign-in page asks."""
    return {"demo_accounts": SimpleLazyObject(seeding.offered)} if settings.DEMO else {}
