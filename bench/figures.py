"""One function a figure. Times are milliseconds; each returns the samples, the report makes quantiles of them."""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable

from websockets.asyncio.client import ClientConnection, connect

from .http import Connection

Samples = list[float]


def message(text: str, reference: str) -> tuple[str, dict]:
    """One turn with an id of its own, so that the call bears repeating without an Idempotency-Key."""
    body = {"messages": [{"role": "customer", "text": text, "id": uuid.uuid4().hex}]}
    return f"/api/v1/conversations/{reference}/messages", body


async def screen(port: int, cookie: str, path: str) -> ClientConnection:
    """An agent's open page, once it has been painted for the first time."""
    socket = await connect(
        f"ws://127.0.0.1:{port}{path}",
        additional_headers={"Cookie": cookie, "Origin": f"http://127.0.0.1:{port}"},
        compression=None,
        max_size=None,
    )
    await asyncio.wait_for(socket.recv(), 30)
    return socket


async def shown(socket: ClientConnection, text: str) -> float:
    """When a frame with `text` in it has arrived."""
    async with asyncio.timeout(10):
        while text not in await socket.recv():
            pass
    return time.perf_counter()


async def round_trips(post: Callable[[str], Awaitable], socket: ClientConnection, count: int, pause: float) -> Samples:
    """From the first byte of a POST to the frame that shows it."""
    samples = []
    for number in range(count):
        text = f"token-{number}-{uuid.uuid4().hex[:8]}"
        seen = asyncio.ensure_future(shown(socket, text))
        start = time.perf_counter()
        await post(text)
        samples.append((await seen - start) * 1000)
        await asyncio.sleep(pause)
    return samples


async def under_load(port: int, key: str, company, sockets: list[ClientConnection], rate: int, seconds: int) -> Samples:
    """The same with many sockets open and `rate` messages a second to chats all over."""
    connections = [Connection(port, {"authorization": f"Bearer {key}"}) for _ in range(16)]
    free: asyncio.Queue[Connection] = asyncio.Queue()
    for connection in connections:
        free.put_nowait(connection)
    samples: Samples = []

    async def one(number: int) -> None:
        chat, socket = company.chats[number % len(sockets)], sockets[number % len(sockets)]
        text = f"load-{number}-{uuid.uuid4().hex[:8]}"
        start = time.perf_counter()
        seen = asyncio.ensure_future(shown(socket, text))
        connection = await free.get()
        path, body = message(text, chat.conversation.reference)
        status, answer = await connection.post(path, body)
        free.put_nowait(connection)
        assert status in (200, 201), answer
        samples.append((await seen - start) * 1000)

    begin, running = time.perf_counter(), []
    for number in range(rate * seconds):
        await asyncio.sleep(max(0, begin + number / rate - time.perf_counter()))
        running.append(asyncio.ensure_future(one(number)))
    await asyncio.gather(*running)
    return samples


async def throughput(port: int, post: Callable[[Connection, int], Awaitable], seconds: float, lanes: int) -> float:
    """Accepted requests a second, `lanes` connections never idle."""
    until, done = time.perf_counter() + seconds, 0

    async def lane(number: int) -> None:
        nonlocal done
        connection, turn = Connection(port), 0
        while time.perf_counter() < until:
            turn += 1
            await post(connection, number * 1_000_000 + turn)
            done += 1

    start = time.perf_counter()
    await asyncio.gather(*map(lane, range(lanes)))
    return done / (time.perf_counter() - start)


async def timed(ask: Callable[[int], Awaitable], count: int) -> Samples:
    samples = []
    for number in range(count):
        start = time.perf_counter()
        await ask(number)
        samples.append((time.perf_counter() - start) * 1000)
    return samples


async def queue_repaints(
    change: Callable[[int], Awaitable[str]], sockets: list[ClientConnection], count: int
) -> Samples:
    """From a queue's change to the last of all agents repainted."""
    samples = []
    for number in range(count):
        start = time.perf_counter()
        mark = f"queued-{number}-"
        seen = [asyncio.ensure_future(shown(socket, mark)) for socket in sockets]
        await change(number)
        samples.append((max(await asyncio.gather(*seen)) - start) * 1000)
        await asyncio.sleep(0.5)
    return samples


def handoff_payload(number: int, turns: int = 20) -> dict:
    """A handoff as a bot sends it, with a transcript of `turns` turns."""
    text = "My order 48213 was charged twice, and I have waited for a week"
    said = [
        {"role": "bot" if n % 2 else "customer", "text": f"{text} ({n})", "id": uuid.uuid4().hex} for n in range(turns)
    ]
    return {
        "conversation": f"handed-{uuid.uuid4().hex}",
        "customer": {"reference": f"customer-{uuid.uuid4().hex}", "name": f"queued-{number}-"},
        "transcript": said,
        "reason": "frustration",
        "summary": "The customer was charged twice for order 48213.",
    }
