"""The socket as a browser has it: what it paints equals a fresh page, and it falls silent when it must."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from apps.conversations import operations as conversations
from apps.conversations.models import Conversation
from apps.conversations.turns import Turn
from apps.core import hub as hub_module
from apps.handoffs import operations as handoffs
from apps.workspace import parts
from apps.workspace.socket import application
from apps.workspace.view import ConversationView

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.asyncio]


@pytest.fixture(autouse=True)
def _brisk(settings, monkeypatch):
    """Sweeps come quickly, so that tests need not wait long for what a lost hint leaves to them."""
    monkeypatch.setattr(hub_module, "SWEEP", 0.2)
    monkeypatch.setattr(hub_module, "PAUSE", 0.02)


def socket_of(agent, path: str, origin: str = "http://localhost") -> WebsocketCommunicator:
    client = Client()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    headers = [(b"host", b"localhost"), (b"origin", origin.encode()), (b"cookie", cookie.encode())]
    return WebsocketCommunicator(application, path, headers)


async def opened(agent, path: str) -> WebsocketCommunicator:
    socket = await sync_to_async(socket_of)(agent, path)
    connected, _ = await socket.connect()
    assert connected
    return socket


async def frame_with(socket, text: str) -> str:
    async with asyncio.timeout(5):
        while text not in (frame := await socket.receive_from()):
            pass
    return frame


async def closed_with(socket) -> int:
    async with asyncio.timeout(8):
        while (message := await socket.receive_output(8))["type"] != "websocket.close":
            pass
    return message["code"]


async def test_opening_paints_what_a_fresh_page_shows(claimed, alice):
    socket = await opened(alice, f"/ws/c/{claimed.conversation_id}/")

    frame = await frame_with(socket, f"transcript-{claimed.conversation_id}")

    def fresh() -> str:
        conversation = Conversation.objects.get(pk=claimed.conversation_id)
        return parts.render(ConversationView(alice, conversation), ["why", "customer"])

    assert await sync_to_async(fresh)() in frame
    await socket.disconnect()


async def test_a_customer_turn_appears_by_itself(claimed, alice):
    socket = await opened(alice, f"/ws/c/{claimed.conversation_id}/")
    await frame_with(socket, "transcript")

    await sync_to_async(conversations.receive_messages)(
        claimed.conversation, [Turn("customer", "will I get both back?", "m9")]
    )

    assert 'hx-swap="upsert' in await frame_with(socket, "will I get both back?")
    await socket.disconnect()


async def test_a_lost_hint_costs_one_sweep(claimed, alice, settings):
    socket = await opened(alice, f"/ws/c/{claimed.conversation_id}/")
    await frame_with(socket, "transcript")
    settings.REDIS_PREFIX = "nobody listens here"

    await sync_to_async(conversations.receive_messages)(claimed.conversation, [Turn("customer", "hello?", "m9")])

    await frame_with(socket, "hello?")
    await socket.disconnect()


async def test_a_stranger_is_closed_with_not_yours(claimed, carol):
    socket = await opened(carol, f"/ws/c/{claimed.conversation_id}/")
    assert await closed_with(socket) == 4403


async def test_a_revoked_session_silences_an_open_socket(claimed, alice):
    from django.contrib.sessions.models import Session

    socket = await opened(alice, f"/ws/c/{claimed.conversation_id}/")
    await frame_with(socket, "transcript")

    await sync_to_async(Session.objects.all().delete)()

    assert await closed_with(socket) == 4401


async def test_leaving_the_team_silences_an_open_socket(waiting, bob):
    socket = await opened(bob, f"/ws/c/{waiting.conversation_id}/")
    await frame_with(socket, "transcript")

    await sync_to_async(bob.teams.clear)()

    assert await closed_with(socket) == 4403


async def test_a_deactivated_agent_is_silenced(waiting, bob):
    socket = await opened(bob, "/ws/inbox/")
    await frame_with(socket, "queue")

    bob.is_active = False
    await bob.asave()

    assert await closed_with(socket) == 4401


async def test_another_origin_is_refused(claimed, alice):
    socket = await sync_to_async(socket_of)(alice, "/ws/inbox/", origin="https://localhost")
    connected, code = await socket.connect()
    assert not connected
    assert code == 4403


async def test_a_claim_leaves_everyone_elses_queue(waiting, alice, bob):
    socket = await opened(bob, "/ws/inbox/")
    await frame_with(socket, "Maya Okafor")

    await sync_to_async(handoffs.claim)(waiting, agent=alice)

    frame = await frame_with(socket, f"queue-{waiting.team_id}")
    assert "Maya Okafor" not in frame
    await socket.disconnect()
