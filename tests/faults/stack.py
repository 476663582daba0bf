"""The whole product over servers of its own: real processes, which a test may kill and start again."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx2
import psycopg
from websockets.sync.client import ClientConnection, connect

from apps.core.house import commands
from apps.core.house.child import Child
from apps.core.house.places import ROOT
from apps.core.house.ports import free_port
from apps.core.house.postgres import once_it_answers, start_postgres
from apps.core.house.valkey import start_redis
from apps.core.house.waiting import until
from handoff_client import Client
from tests.isolation import WORKER

PATIENCE = 60  # seconds that nothing here needs


class Process:
    """Something that can be killed, stopped and started again as it was, at the address it had."""

    def __init__(self, child: Child, program: str, env: dict[str, str] | None = None):
        self.child, self.program, self.env = child, program, env

    def kill(self) -> None:
        """No last words."""
        os.killpg(self.child.process.pid, signal.SIGKILL)
        self.child.process.wait()

    def stop(self) -> None:
        self.child.stop()

    def start(self) -> None:
        was = self.child
        self.child = Child(
            was.name,
            was.process.args,
            program=self.program,
            log=was.log,
            pid_file=was.pid_file,
            stop_with=was.stop_with,
            grace=was.grace,
            env=self.env,
            cwd=ROOT if self.env else None,
        )


class Postgres(Process):
    """Started again it is waited for: children of a killed one may be about to notice, and it refuses beside them."""

    def __init__(self, child: Child, url: str, cluster: Path):
        super().__init__(child, "postgres")
        self.url, self.cluster = url, cluster

    def start(self) -> None:
        once_it_answers(self._start, self.url, self.cluster)

    def _start(self) -> Child:
        super().start()
        return self.child


class Stack:
    def __init__(self, folder: Path, webhook: str):
        logs = folder / "log"
        logs.mkdir(parents=True)
        self.folder = folder
        self.database_url, postgres = start_postgres(folder / "postgres", logs, durable=False)
        self.postgres = Postgres(postgres, self.database_url, folder / "postgres/data")
        redis_url, redis = start_redis(folder / "redis", logs, durable=False)
        self.redis = Process(redis, "valkey")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": redis_url,
            "REDIS_PREFIX": "faults",
            "SECRET_KEY": os.urandom(24).hex(),
            "STATIC_ROOT": str(ROOT / "var/test-static" / WORKER),
            "BASE_URL": self.url,
            "WEBHOOK_ALLOWED_NETWORKS": "127.0.0.0/8",
            "DEBUG": "0",
            "DEMO": "0",
            "HTTPS": "0",
        }
        subprocess.run(commands.manage("prepare"), cwd=ROOT, env=self.environment, check=True)
        planting = [sys.executable, "-m", "tests.faults.planting", webhook]
        planted = {"DJANGO_SETTINGS_MODULE": "handoff_console.settings", **self.environment}
        # Handed to the kernel before it is acknowledged: killed, PostgreSQL keeps what it said.
        self.ask("alter database console set synchronous_commit = on")
        self.known = json.loads(subprocess.run(planting, cwd=ROOT, env=planted, check=True, stdout=-1).stdout)
        self.web = self.process("web", commands.web("127.0.0.1", self.port))
        self.bot, self.pushed_bot = (Client(self.url, self.known[key]) for key in ("key", "pushed_key"))
        # One for all: to make one costs forty times a call. No connection is kept, as it may be to a killed process.
        self.stranger = httpx2.Client(timeout=15, limits=httpx2.Limits(max_keepalive_connections=0))

    @cached_property
    def browser(self) -> httpx2.Client:
        """Alice's, without the screen."""
        browser = httpx2.Client(base_url=self.url, cookies={"sessionid": self.known["session"]}, timeout=15)
        browser.get("/").raise_for_status()
        return browser

    def process(self, name: str, command: list[str]) -> Process:
        log, pid_file = self.folder / "log" / f"{name}.log", self.folder / f"{name}.pid"
        env = self.environment
        child = Child(name, command, program="python", log=log, pid_file=pid_file, env=env, cwd=ROOT)
        return Process(child, "python", env)

    def worker(self, name: str) -> Process:
        return self.process(name, commands.worker(self.folder / f"beat-{name}"))

    def healthy(self) -> bool:
        return self.stranger.get(f"{self.url}/healthz").status_code == 200

    def refusal(self, reference: str, text: str) -> tuple[int, str]:
        """Status and Retry-After for a bot that does not try again."""
        turn = {"role": "customer", "text": text, "id": f"{reference}-{text}"}
        known = {"Authorization": f"Bearer {self.known['key']}"}
        address = f"{self.url}/api/v1/conversations/{reference}/messages"
        answer = self.stranger.post(address, json={"messages": [turn]}, headers=known)
        return answer.status_code, answer.headers.get("Retry-After", "")

    def ready(self, url: str = "") -> int:
        """The status of /readyz; 0 where nobody answers."""
        try:
            return self.stranger.get(f"{url or self.url}/readyz").status_code
        except httpx2.TransportError:
            return 0

    def wait_until_ready(self) -> None:
        assert until(lambda: self.ready() == 200, PATIENCE), self.web.child.last_lines()

    def ask(self, query: str, *values: Any) -> list[tuple]:
        """What the database says."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            answer = connection.execute(query, values)
            return answer.fetchall() if answer.description else []

    def chat(self, reference: str, bot: Client | None = None) -> int:
        """A conversation that a bot has handed over and Alice has claimed. Returns its key."""
        told = {"conversation": reference, "customer": {"reference": reference, "name": "Maya Okafor"}}
        transcript = [{"role": "customer", "text": "I was charged twice", "id": f"{reference}-first"}]
        handoff = (bot or self.bot).hand_over(**told, transcript=transcript)
        self.click(f"/handoffs/{handoff['id']}/claim/")
        return self.ask("select id from conversations_conversation where reference = %s", reference)[0][0]

    def say(self, reference: str, text: str, bot: Client | None = None) -> dict:
        """The customer says something, named by its own words."""
        turn = {"role": "customer", "text": text, "id": f"{reference}-{text}"}
        return (bot or self.bot).send_messages(reference, [turn])

    def texts(self, reference: str) -> list[str]:
        """What was said, in the order that the console has."""
        query = (
            "select text from conversations_message m join conversations_conversation c on c.id = m.conversation_id "
            "where c.reference = %s order by m.position"
        )
        return [text for (text,) in self.ask(query, reference)]

    def click(self, path: str, **fields: str) -> None:
        """What Alice's browser posts. Raises on anything but success."""
        known = {"X-CSRFToken": self.browser.cookies["csrftoken"], "HX-Request": "true"}
        self.browser.post(path, data=fields, headers=known).raise_for_status()

    @contextmanager
    def second_web(self) -> Iterator[str]:
        """Another web process: it has no part in what the first one does. Yields its address."""
        port = free_port()
        web, url = self.process("web-2", commands.web("127.0.0.1", port)), f"http://127.0.0.1:{port}"
        assert until(lambda: self.ready(url) == 200, PATIENCE), web.child.last_lines()
        try:
            yield url
        finally:
            web.stop()

    @contextmanager
    def look(self, chat: int, url: str = "") -> "Iterator[Screen]":
        """Alice has the chat open."""
        cookie = {"Cookie": f"sessionid={self.known['session']}"}
        url = url or self.url
        address = url.replace("http", "ws", 1) + f"/ws/c/{chat}/"
        with connect(address, origin=url, additional_headers=cookie, max_size=None) as connection:
            yield Screen(connection)

    def close(self) -> None:
        for client in (self.bot, self.pushed_bot, self.browser, self.stranger):
            client.close()
        for process in (self.web, self.redis, self.postgres):
            process.stop()


class Screen:
    """An open page's socket."""

    def __init__(self, connection: ClientConnection):
        self.connection = connection

    def shows(self, text: str, *, within: float = 10) -> bool:
        """Whether `text` is painted into the transcript (lists show it too) within so many seconds."""
        return until(lambda: text in (frame := self._next()) and "transcript-" in frame, within)

    def _next(self) -> str:
        try:
            return str(self.connection.recv(timeout=0.05))
        except TimeoutError:
            return ""
