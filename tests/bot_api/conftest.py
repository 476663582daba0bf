"""A bot with a real key, a client that speaks as it would, and a server that hears what is pushed to it."""

import itertools
import json

import pytest
from django.test import Client

from apps.bot_api import operations, webhooks
from apps.bot_api.operations import create_key
from apps.conversations import operations as conversations
from apps.conversations.models import Message
from apps.core import outbox
from apps.handoffs.models import Handoff

from .receiver import Receiver


class BotClient:
    """The HTTP test client with a bot's key. Each call has an idempotency key of its own unless one is given."""

    numbers = itertools.count(1)

    def __init__(self, key: str):
        self.key, self.http = key, Client()

    def post(self, path: str, body=None, *, once: str | None = "", raw: bytes | None = None, **headers):
        if once is not None:
            headers["HTTP_IDEMPOTENCY_KEY"] = once or f"test-{next(self.numbers)}"
        data = json.dumps(body).encode() if raw is None else raw
        return self.http.post(f"/api/v1{path}", data, "application/json", **self._known(headers))

    def get(self, path: str, **headers):
        return self.http.get(f"/api/v1{path}", **self._known(headers))

    def _known(self, headers: dict) -> dict:
        return {"HTTP_AUTHORIZATION": f"Bearer {self.key}", **headers}


@pytest.fixture
def bot(botto) -> BotClient:
    """Botto, by HTTP."""
    return BotClient(create_key(botto)[1])


@pytest.fixture
def other(otherbot) -> BotClient:
    """Otherbot, by HTTP: it must see nothing of Botto's."""
    return BotClient(create_key(otherbot)[1])


def turn(text: str, number: int | None = None, *, role: str = "customer", **more) -> dict:
    return {"role": role, "text": text, **({"id": f"t{number}"} if number else {}), **more}


def deliver() -> int:
    """Send what is due. Returns how many attempts that were."""
    attempts = 0
    while outbox.send_next(webhooks.send, webhooks.settle):
        attempts += 1
    return attempts


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def endpoint(botto, receiver):
    return operations.set_endpoint(botto, receiver.url)


@pytest.fixture
def reply(endpoint, claimed, alice) -> Message:
    """Alice has answered; what led to it was delivered."""
    deliver()
    handoff = Handoff.objects.select_related("conversation__bot").get(pk=claimed.pk)
    return conversations.send_reply(handoff.conversation, agent=alice, text="Refunded.", token="1")
