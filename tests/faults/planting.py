"""Put a small company into the database that the environment names, and print how to get in. Run as a program."""

import json
import sys

import django


def plant(webhook: str) -> dict[str, str]:
    """Alice of Billing, a bot that pulls its events, and one that has them pushed to `webhook`."""
    from django.test import Client

    from apps.bot_api.operations import create_key, set_endpoint
    from apps.conversations.models import Bot
    from apps.people.models import Agent, Team

    billing = Team.objects.create(slug="billing", name="Billing")
    alice = Agent.objects.create_user("alice@example.com", None, name="Alice Archer")
    alice.teams.add(billing)
    pulls, is_pushed = (Bot.objects.create(slug=slug, name=slug.title()) for slug in ("pulls", "is-pushed"))
    set_endpoint(is_pushed, webhook)
    browser = Client()
    browser.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    keys = {"key": create_key(pulls)[1], "pushed_key": create_key(is_pushed)[1]}
    return {"session": browser.cookies["sessionid"].value, **keys}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(plant(sys.argv[1])))
