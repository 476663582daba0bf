"""The socket as a browser has it: what it paints equals a fresh page, and it falls silent when it must."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import Client

from apps.conversations import operations as conversations
from apps.conversations.models import Conversation
from apps.conversations.turns import Turn
from apps.core import hub, live
from apps.core.house.waiting import until
from apps.handoffs import operations as handoffs
from apps.workspace import parts
from apps.workspace.socket import application
from apps.workspace.view import ConversationView

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.asyncio]
PATIENCE = 20  # seconds that nothing here needs


@pytest.fixture(autouse=True)
async def _brisk(monkeypatch):
    """Sweeps come quickly, so that tests need not wait long for what a lost hint leaves to them."""
    monkeypatch.setattr(hub, "SWEEP", 0.2)
    monkeypatch.setattr(hub, "PAUSE", 0.02)
    yield
    await hub.close_hub()
    await sync_to_async(
        connections.close_all
    )()  # that thread outlives the tests, and the database may not go before it


class Socket(ApplicationCommunicator):
    """The browser's end."""

    async def open(self) -> int | None:
        """None once accepted, else the code it was refused with."""
        await self.send_input({"type": "websocket.connect"})
        answer = await self.receive_output(PATIENCE)
        return None if answer["type"] == "websocket.accept" else answer["code"]

    async def frame_with(self, text: str) -> str:
        async with asyncio.timeout(PATIENCE):
            while text not in (frame := (await self.receive_output(PATIENCE)).get("text", "")):
                pass
        return frame

    async def closed_with(self) -> int:
        async with asyncio.timeout(PATIENCE):
            while (message := await self.receive_output(PATIENCE))["type"] != "websocket.close":
                pass
        return message["code"]

    async def close(self) -> None:
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait()


def socket_of(agent, path: str, origin: str = "http://localhost") -> Socket:
    client = Client()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    headers = [(b"host", b"localhost"), (b"origin", origin.encode()), (b"cookie", cookie.encode())]
    return Socket(application, {"type": "websocket", "path": path, "headers": headers, "query_string": b""})


async def opened(agent, path: str) -> Socket:
    socket = await sync_to_async(socket_of)(agent, path)
    assert await socket.open() is None
    return socket


@pytest.fixture
def unwritable_marks():
    """Call it, and the database takes no mark of who looks at what until the test ends."""

    def alter(how: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE conversations_readmark {how}")

    yield lambda: alter("ADD CONSTRAINT closed CHECK (false) NOT VALID")
    alter("DROP CONSTRAINT IF EXISTS closed")


class Unreadable:
    """The table of handoffs cannot be found between `begin` and `end`."""

    def begin(self) -> None:
        self._rename("handoffs_handoff", "elsewhere")

    def end(self) -> None:
        self._rename("elsewhere", "handoffs_handoff")

    def _rename(self, was: str, to: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE IF EXISTS {was} RENAME TO {to}")


@pytest.fixture
def unreadable():
    unreadable = Unreadable()
    yield unreadable
    unreadable.end()


async def test_opening_paints_what_a_fresh_page_shows(claimed, alice):
    socket = await opened(alice, f"/ws/c/{claimed.conversation_id}/")

    frame = await socket.frame_with(f"transcript-{claimed.conversation_id}")

    def fresh() -> str:
        conversation = Conversation.objects.get(pk=claimed.conversation_id)
        view = ConversationView(alice, conversation)
        return parts.render_transcript(view) + parts.render(view, parts.EVERY_PART)

    assert frame == await sync_to_async(fresh)()
    await socket.close()


async def test_a_customer_turn_appears_by_itself(claimed, alice):
    socket = await opened(alice, f"/ws/c/{claimed.conversation_id}/")
    await socket.frame_with("transcript")

    await sync_to_async(conversations.receive_messages)(
        claimed.conversation, [Turn("customer", "will I get both back?", "m9")]
    )

    assert 'hx-swap="upsert' in await socket.frame_with("transcript-")
    await socket.close()


async def test_more_turns_than_are_told_one_by_one_repaint_the_whole_tail(claimed, alice):
    socket = await opened(alice, f"/ws/c/{claimed.conversation_id}/")
    await socket.frame_with("transcript")

    turns = [Turn("customer", f"turn {number}", f"n{number}") for number in range(300)]
    await sync_to_async(conversations.receive_messages)(claimed.conversation, turns)

    assert 'hx-swap="outerMorph' in (await socket.frame_with("turn 299</div>")).split("transcript-")[1]
    await socket.close()


async def test_a_lost_hint_costs_one_sweep(claimed, alice, settings, monkeypatch):
    socket = await opened(alice, f"/ws/c/{claimed.conversation_id}/")
    await socket.frame_with("transcript")
    monkeypatch.setattr(live, "listeners", set())  # another process makes the change,
    settings.REDIS_PREFIX = "nobody listens here"  # and its hint goes astray

    await sync_to_async(conversations.receive_messages)(claimed.conversation, [Turn("customer", "hello?", "m9")])

    await socket.frame_with("hello?")
    await socket.close()


async def test_what_happened_while_painting_failed_is_shown_when_it_works_again(claimed, alice, unreadable, caplog):
    socket = await opened(alice, f"/ws/c/{claimed.conversation_id}/")
    await socket.frame_with("transcript")

    def release() -> None:
        with transaction.atomic():
            handoffs.release(claimed, agent=alice)
            unreadable.begin()

    await sync_to_async(release)()
    assert await asyncio.to_thread(until, lambda: "painting failed" in caplog.text, 10)
    await sync_to_async(unreadable.end)()

    await socket.frame_with("seam--handoffreleased")
    await socket.close()


async def test_a_stranger_is_closed_with_not_yours(claimed, carol):
    socket = await opened(carol, f"/ws/c/{claimed.conversation_id}/")
    assert await socket.closed_with() == 4403


async def test_a_revoked_session_silences_an_open_socket(claimed, alice):
    from django.contrib.sessions.models import Session

    socket = await opened(alice, f"/ws/c/{claimed.conversation_id}/")
    await socket.frame_with("transcript")

    await sync_to_async(Session.objects.all().delete)()

    assert await socket.closed_with() == 4401


async def test_a_revoked_session_silences_it_also_while_nobodys_presence_can_be_noted(
    claimed, alice, bob, unwritable_marks
):
    from django.contrib.sessions.models import Session

    socket = await opened(alice, f"/ws/c/{claimed.conversation_id}/")
    await socket.frame_with("transcript")
    await sync_to_async(unwritable_marks)()
    hers = await sync_to_async(lambda: list(Session.objects.all()))()
    other = await opened(bob, f"/ws/c/{claimed.conversation_id}/")
    await other.frame_with("transcript")

    await hers[0].adelete()

    assert await socket.closed_with() == 4401


async def test_leaving_the_team_silences_an_open_socket(waiting, bob):
    socket = await opened(bob, f"/ws/c/{waiting.conversation_id}/")
    await socket.frame_with("transcript")

    await sync_to_async(bob.teams.clear)()

    assert await socket.closed_with() == 4403


async def test_a_deactivated_agent_is_silenced(waiting, bob):
    socket = await opened(bob, "/ws/inbox/")
    await socket.frame_with("queue")

    bob.is_active = False
    await bob.asave()

    assert await socket.closed_with() == 4401


async def test_another_origin_is_refused(claimed, alice):
    socket = await sync_to_async(socket_of)(alice, "/ws/inbox/", origin="https://localhost")
    assert await socket.open() == 4403


async def test_a_claim_leaves_everyone_elses_queue(waiting, alice, bob):
    socket = await opened(bob, "/ws/inbox/")
    await socket.frame_with("Maya Okafor")

    await sync_to_async(handoffs.claim)(waiting, agent=alice)

    frame = await socket.frame_with(f"queue-{waiting.team_id}")
    assert "Maya Okafor" not in frame
    await socket.close()
