"""The least that could do the job: plain ASGI, one insert, one publish, one socket write. No Django, no truth kept.

Run by uvicorn. `POST /` takes a message; every open websocket is sent its body after a trip through Redis.
"""

import asyncio
import contextlib
import os

from psycopg_pool import AsyncConnectionPool
from redis.asyncio import Redis

DATABASE, REDIS = os.environ["DATABASE_URL"], os.environ["REDIS_URL"]
CHANNEL = "bench-floor"

sockets: set = set()
parts: dict = {}


async def application(scope, receive, send):
    if scope["type"] == "http":
        await _start()
        await _post(receive, send)
    elif scope["type"] == "websocket":
        await _start()
        await receive()
        await send({"type": "websocket.accept"})
        sockets.add(send)
        with contextlib.suppress(Exception):
            while (await receive())["type"] != "websocket.disconnect":
                pass
        sockets.discard(send)


async def _start() -> None:
    if not parts:
        parts["pool"] = AsyncConnectionPool(DATABASE, min_size=4, max_size=16, open=False)
        parts["redis"] = Redis.from_url(REDIS)
        await parts["pool"].open(wait=True)
        async with parts["pool"].connection() as connection:
            await connection.execute("CREATE TABLE IF NOT EXISTS bench_floor (id bigserial PRIMARY KEY, body bytea)")
        ready = asyncio.Event()
        parts["fan"] = asyncio.ensure_future(_fan_out(ready))
        await ready.wait()


async def _post(receive, send) -> None:
    body = (await receive())["body"]
    async with parts["pool"].connection() as connection:
        await connection.execute("INSERT INTO bench_floor (body) VALUES (%s)", [body])
    await parts["redis"].publish(CHANNEL, body)
    await send({"type": "http.response.start", "status": 201, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"{}"})


async def _fan_out(ready: asyncio.Event) -> None:
    pubsub = Redis.from_url(REDIS).pubsub()
    await pubsub.subscribe(CHANNEL)
    ready.set()
    async for message in pubsub.listen():
        if message["type"] == "message":
            frame = {"type": "websocket.send", "text": message["data"].decode()}
            await asyncio.gather(*(send(frame) for send in list(sockets)), return_exceptions=True)
