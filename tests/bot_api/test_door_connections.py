"""A pull is answered from a thread of its own. Whatever becomes of it, its connection goes back to the pool."""

import asyncio

import pytest
from django.db import connection
from httpx2 import ASGITransport, AsyncClient

from apps.bot_api import doorkeeper, keys
from apps.bot_api.door import Door
from apps.core.house.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


def lent() -> int:
    stats = connection.pool.get_stats()
    return stats["pool_size"] - stats["pool_available"]


@pytest.mark.parametrize(
    ("address", "is_known", "status"),
    [
        ("/api/v1/events", False, 401),
        ("/api/v1/events?wait=999", True, 422),
        ("/api/v1/events?since=1-1", True, 422),
        ("/api/v1/events", True, 429),
    ],
)
async def test_a_refused_pull_keeps_no_connection(bot, settings, address, is_known, status):
    settings.API_BURST = 0 if status == 429 else settings.API_BURST
    headers = {"Authorization": f"Bearer {bot.key if is_known else keys.new_key()}"}
    before = lent()
    async with AsyncClient(transport=ASGITransport(app=Door()), base_url="http://testserver") as caller:
        for _ in range(3):
            doorkeeper._known.clear()  # as a second later
            assert (await caller.get(address, headers=headers)).status_code == status
    assert lent() == before


async def test_who_hangs_up_while_the_key_is_looked_up_keeps_no_connection(bot):
    before, have_hung_up = lent(), asyncio.Event()
    with connection.Database.connect(**connection.get_connection_params()) as elsewhere:
        elsewhere.execute("LOCK TABLE bot_api_botkey")  # nobody reads until this is over
        calls = [asyncio.ensure_future(_hangs_up(bot.key, have_hung_up)) for _ in range(3)]
        assert await asyncio.to_thread(until, lambda: lent() == before + 3, 10)
        have_hung_up.set()
        await asyncio.gather(*calls)
    assert await asyncio.to_thread(until, lambda: lent() == before, 10)


async def _hangs_up(key: str, has_hung_up: asyncio.Event) -> None:
    messages = [{"type": "http.request", "body": b""}]

    async def receive():
        if not messages:
            await has_hung_up.wait()
        return messages.pop() if messages else {"type": "http.disconnect"}

    async def send(message):
        pass

    headers = [(b"host", b"testserver"), (b"authorization", f"Bearer {key}".encode())]
    scope = {"type": "http", "method": "GET", "path": "/api/v1/events", "query_string": b"", "headers": headers}
    await Door()(scope, receive, send)
