"""python -m bench [--quick] [--messages N]: print every figure beside its floor. `make bench` brings the servers."""

import argparse
import asyncio
import json
import os
import statistics
import sys
import time
import uuid
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import django
import uvloop

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handoff_console.settings")
django.setup()

from asgiref.sync import sync_to_async  # noqa: E402
from django.core.management import call_command  # noqa: E402

from apps.bot_api.operations import create_key  # noqa: E402

from . import company, figures, servers  # noqa: E402
from .http import Connection  # noqa: E402

PRODUCT = "handoff_console.asgi:application"
IDLE = 0.3  # seconds between two messages, of the floor too: a processor that has slept is slower
SETTLE = 6  # seconds after the sockets were opened: three sweeps, the first of which tells everybody who looks at what
FIRST = 10  # sockets that are not weighed: with them a process makes once what serves all, some 15 MB
UNLIMITED = {"API_RATE": "1000000", "API_BURST": "1000000"}  # one key stands for many bots here


T = TypeVar("T")


@dataclass
class Row:
    figure: str
    value: float
    unit: str
    aim: str
    met: bool | None = None
    beside: str = ""
    slower: float = 1.0  # the machine, than when the floor was measured

    def __str__(self) -> str:
        mark = {True: "met", False: "MISSED", None: ""}[self.met]
        said = f"{self.figure:<58}{self.value:>9.1f} {self.unit:<6} aim {self.aim:<28}{mark:<8}{self.beside}"
        return f"{said}  (machine {self.slower:.1f} x slower than at the floor)" if self.slower >= 1.15 else said


def pace() -> float:
    """Seconds for what never changes: a virtual machine is not always as quick as when the floor was measured."""

    def once() -> float:
        start = time.perf_counter()
        for _ in range(1_000_000):
            pass
        return time.perf_counter() - start

    return statistics.median(once() for _ in range(9))


def p(samples: list[float], percent: int) -> float:
    return statistics.quantiles(samples, n=100, method="inclusive")[percent - 1]


async def measure(size: str, staff: company.Company, key: str, floor: dict, quick: bool) -> list[Row]:
    rows, count = [], 60 if quick else 300
    bearer = {"authorization": f"Bearer {key}"}

    def said(row: Row) -> None:
        row.slower = pace() / floor["pace"]
        rows.append(row)
        print(f"[{size}] {row}", flush=True)

    with servers.uvicorn(PRODUCT, **UNLIMITED) as product:
        poster = Connection(product.port, bearer)

        async def post(text: str, chat: int = 0) -> None:
            path, body = figures.message(text, staff.chats[chat].conversation.reference)
            status, answer = await poster.post(path, body)
            assert status in (200, 201), answer

        # one agent, idle
        path = f"/ws/c/{staff.chats[0].conversation_id}/"
        lone = await figures.screen(product.port, staff.cookies[0], path)
        await figures.round_trips(post, lone, 20, IDLE)
        samples = await figures.round_trips(post, lone, count, IDLE)
        ratio = p(samples, 50) / floor["trip"]
        said(Row("message to screen, idle, p50", p(samples, 50), "ms", "<= 8", p(samples, 50) <= 8))
        beside = f"{ratio:.1f} x the floor of {floor['trip']:.2f} ms"
        said(Row("message to screen, idle, p95", p(samples, 95), "ms", "<= 20, <= 6 x floor", None, beside))
        rows[-1].met = p(samples, 95) <= 20 and ratio <= 6

        samples = await figures.timed(lambda n: _hand_over(poster, n), 40 if quick else 120)
        said(Row("POST /handoffs, 20 turns, p95", p(samples, 95), "ms", "<= 40", p(samples, 95) <= 40))

        browser = Connection(product.port, {"cookie": staff.cookies[0]})
        samples = await figures.timed(lambda n: _page(browser, staff), 30 if quick else 100)
        said(Row("workspace page, p95", p(samples, 95), "ms", "<= 60", p(samples, 95) <= 60))
        await lone.close()

        async def accept(connection: Connection, number: int) -> None:
            connection.headers = bearer
            chat = staff.chats[number % len(staff.chats)]
            path, body = figures.message(f"throughput {number}", chat.conversation.reference)
            status, answer = await connection.post(path, body)
            assert status in (200, 201), answer

        rate = await figures.throughput(product.port, accept, 3 if quick else 8, 16)
        beside = f"{floor['django'] / rate:.1f} x slower than the minimal view's {floor['django']:.0f}/s"
        said(Row("accepted messages, one process", rate, "/s", ">= 250", rate >= 250, beside))

    with servers.uvicorn(PRODUCT, **UNLIMITED) as product:
        sockets, before = [], 0
        for chat, cookie in zip(staff.chats, staff.cookies, strict=True):
            sockets.append(await figures.screen(product.port, cookie, f"/ws/c/{chat.conversation_id}/"))
            if len(sockets) == FIRST:
                before = product.memory
        each = (product.memory - before) / (len(sockets) - FIRST) / 1024
        said(Row(f"memory per open sidebar, {len(sockets)} open", each, "kB", "<= 60", each <= 60))

        await asyncio.sleep(SETTLE)
        samples = await figures.under_load(product.port, key, staff, sockets, 50, 4 if quick else 15)
        said(Row("message to screen, 500 sockets, 50/s, p95", p(samples, 95), "ms", "<= 100", p(samples, 95) <= 100))

        async def enqueue(number: int) -> None:
            await sync_to_async(_enqueue)(staff, number)

        samples = await figures.queue_repaints(enqueue, sockets, 8 if quick else 20)
        said(Row("queue change to the last of 500 agents, p95", p(samples, 95), "ms", "<= 250", p(samples, 95) <= 250))
        await asyncio.gather(*(socket.close() for socket in sockets))
    return rows


async def _hand_over(poster: Connection, number: int) -> None:
    status, answer = await poster.post(
        "/api/v1/handoffs", figures.handoff_payload(number), idempotency_key=uuid.uuid4().hex
    )
    assert status in (200, 201), answer


async def _page(browser: Connection, staff: company.Company) -> None:
    status, answer = await browser.get(f"/c/{staff.chats[0].conversation_id}/")
    assert status == 200, answer[:200]


def _enqueue(staff: company.Company, number: int) -> None:
    reference = f"queued-{number}-{uuid.uuid4().hex[:6]}"
    company.waiting_chat(staff.bot, staff.team, reference, turns=2)


async def measure_floor(quick: bool) -> dict:
    """The trip without the product, and the minimal Django view's rate, on this machine, now."""
    address = urlsplit(os.environ["DATABASE_URL"])
    environment = {"BENCH_DB": address.path[1:], "BENCH_HOST": address.hostname or "", "BENCH_PORT": str(address.port)}
    environment |= {"BENCH_USER": address.username or "", "BENCH_PASSWORD": address.password or ""}
    with servers.uvicorn("bench.floor:application") as plain:
        poster = Connection(plain.port)
        await poster.post("/", {"text": "first"})
        socket = await figures.connect(f"ws://127.0.0.1:{plain.port}/", compression=None)

        async def post(text: str) -> None:
            await poster.post("/", {"text": text})

        trips = await figures.round_trips(post, socket, 60 if quick else 300, IDLE)
        await socket.close()
    with servers.uvicorn("bench.minimal:application", **environment) as django_view:

        async def accept(connection: Connection, number: int) -> None:
            status, answer = await connection.post("/", {"text": str(number)})
            assert status == 201, answer

        rate = await figures.throughput(django_view.port, accept, 3 if quick else 8, 16)
    speed = pace()
    print(
        f"floor: trip p50 {p(trips, 50):.2f} ms, p95 {p(trips, 95):.2f} ms; minimal Django view {rate:.0f}/s; ", end=""
    )
    print(f"a million turns of a loop {speed * 1000:.0f} ms\n")
    return {"trip": p(trips, 50), "django": rate, "pace": speed}


def _run(figures: Coroutine[Any, Any, T]) -> T:
    """On uvloop, so that as little as can be of what is measured is ours."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(figures)


def main() -> int:
    options = argparse.ArgumentParser(prog="bench", description=__doc__)
    options.add_argument("--quick", action="store_true", help="fewer samples")
    options.add_argument("--messages", type=int, default=1_000_000, help="stored messages of the large run; 0: none")
    options.add_argument("--json", help="write the figures to this file")
    chosen = options.parse_args()

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    staff = company.found()
    _, key = create_key(staff.bot)
    company.fill(staff.bot, 10_000)
    floor = _run(measure_floor(chosen.quick))
    small = _run(measure("10k", staff, key, floor, chosen.quick))
    large: list[Row] = []
    if chosen.messages:
        print(f"\nstoring {chosen.messages:,} messages ...", flush=True)
        company.fill(staff.bot, chosen.messages)
        large = _run(measure("1M", staff, key, floor, chosen.quick))
        print("\nlarge beside small (aim <= 1.3):")
        for few, many in zip(small, large, strict=True):
            ratio = few.value / many.value if few.unit == "/s" else many.value / few.value
            print(f"  {few.figure:<58}{ratio:>6.2f}  {'met' if ratio <= 1.3 else 'MISSED'}")
    if chosen.json:
        with open(chosen.json, "w") as file:
            json.dump({"floor": floor, "10k": [vars(r) for r in small], "1M": [vars(r) for r in large]}, file, indent=1)
    return 0 if all(row.met for row in small) else 1


if __name__ == "__main__":
    sys.exit(main())
