"""The API as a server runs it: its own way through ASGI."""

import asyncio

import pytest
from channels.db import database_sync_to_async
from httpx2 import ASGITransport
from pydantic_core import to_json

from apps.bot_api.door import Door
from apps.core import live
from apps.core.house.waiting import until
from apps.handoffs import operations as handoffs
from handoff_client import AsyncClient, HandoffError

from .conftest import turn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def console(bot):
    transport = ASGITransport(app=Door())
    async with AsyncClient("http://testserver", bot.key, transport=transport) as client:
        yield client


async def test_messages_go_in_and_events_come_out(console, waiting, alice):
    assert (await console.send_messages("chat-1", [turn("hello?", 9)]))["stored"] == 1
    page = await console.pull()
    assert [event["type"] for event in page["events"]] == ["handoff.queued"]

    pull = asyncio.ensure_future(console.pull(page["cursor"], wait=20))
    await database_sync_to_async(handoffs.claim)(waiting, agent=alice)

    assert [event["type"] for event in (await pull)["events"]] == ["handoff.claimed"]


async def test_many_at_once_are_all_stored_in_order_of_their_calls(console, conversation):
    calls = [console.send_messages("chat-1", [turn(f"n{n}", n)]) for n in range(1, 41)]
    told = await asyncio.gather(*calls)
    first = min(one["seq"] for one in told)
    assert sorted(one["seq"] for one in told) == list(range(first, first + 40))


async def test_more_waiting_pulls_than_connections(console, waiting, alice):
    cursor = (await console.pull())["cursor"]
    pulls = [asyncio.ensure_future(console.pull(cursor, wait=20)) for _ in range(30)]
    await database_sync_to_async(handoffs.claim)(waiting, agent=alice)
    assert {page["events"][0]["type"] for page in await asyncio.gather(*pulls)} == {"handoff.claimed"}


async def test_a_body_that_does_not_end_is_cut_off(bot):
    sent, pieces = [], 0

    async def receive():
        nonlocal pieces
        pieces += 1
        return {"type": "http.request", "body": b"x" * 65_536, "more_body": True}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/api/v1/handoffs", "query_string": b"", "headers": []}
    await Door()(scope, receive, send)
    assert sent[0]["status"] == 413
    assert pieces == 5


async def test_who_hangs_up_in_the_middle_of_the_body_is_not_answered_and_nothing_is_stored(bot, conversation):
    whole = to_json({"messages": [turn("half of what I had to say", 9)]})
    pieces = [{"type": "http.request", "body": whole, "more_body": True}, {"type": "http.disconnect"}]
    sent = []

    async def receive():
        return pieces.pop(0)

    async def send(message):
        sent.append(message)

    headers = [(b"host", b"testserver"), (b"authorization", f"Bearer {bot.key}".encode())]
    path = "/api/v1/conversations/chat-1/messages"
    await Door()(
        {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": headers}, receive, send
    )
    assert sent == []
    assert not await conversation.messages.filter(text__contains="half of what").aexists()


async def test_what_is_not_there_is_a_problem(console):
    with pytest.raises(HandoffError) as refused:
        await console.get_handoff(1)
    assert (refused.value.status, refused.value.code) == (404, "not_found")
    for method, address in (("GET", "/api/v1/handoffs"), ("PUT", "/api/v1/events"), ("OPTIONS", "/api/v1/escalations")):
        answer = await console.http.request(method, address)
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["Allow"]
    answer = await console.http.get("/api/v1/nowhere")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_name_that_is_not_ours_is_refused_by_name(bot, settings):
    settings.SECURE_SSL_REDIRECT = True
    transport = ASGITransport(app=Door())
    async with AsyncClient("http://evil.example", bot.key, transport=transport) as client:
        answer = await client.http.get("/api/v1/handoffs/1")
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_host")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "evil.example" in answer.json()["detail"]


async def test_without_redis_a_message_is_stored_all_the_same(console, conversation, settings):
    lost = live.LOST.labels("hint")._value.get()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    try:
        assert (await console.send_messages("chat-1", [turn("hello", 9)]))["stored"] == 1
        assert until(lambda: live.LOST.labels("hint")._value.get() > lost, 10)
    finally:
        live._resting_until = 0.0
