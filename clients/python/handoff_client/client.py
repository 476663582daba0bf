"""`Client` and, with `await` before each call, `AsyncClient`. Their types stand in client.pyi."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, cast

import httpx2

from . import calls
from .calls import Call
from .errors import HandoffError, error_from
from .types import Event, Page


class _Calls:
    """What both say. `_send` answers at once or is awaited."""

    def _send(self, call: Call) -> Any:
        raise NotImplementedError

    def send_messages(
        self,
        reference: str,
        messages: Sequence[dict[str, Any]],
        *,
        customer: dict[str, Any] | None = None,
        epoch: int | None = None,
        channel: str | None = None,
        language: str | None = None,
        key: str | None = None,
    ) -> Any:
        """Mirror up to 200 turns: {role, text, id, ...}. `customer` is needed on a conversation's first call."""
        body = {"messages": list(messages), "customer": customer, "epoch": epoch}
        return self._send(calls.send_messages(reference, {**body, "channel": channel, "language": language}, key))

    def hand_over(self, *, key: str | None = None, **payload: Any) -> Any:
        """Let go: conversation, customer, transcript, summary, reason ... as POST /handoffs has them."""
        return self._send(calls.post("/handoffs", payload, key=key))

    def get_handoff(self, handoff: int) -> Any:
        return self._send(calls.get(f"/handoffs/{handoff}"))

    def cancel(self, handoff: int, reason: str = "") -> Any:
        """The customer left, or no longer needs a person."""
        return self._send(calls.post(f"/handoffs/{handoff}/cancel", {"reason": reason}))

    def accept_handback(self, handback: int) -> Any:
        """Take the conversation back; speak with the epoch of the answer."""
        return self._send(calls.post(f"/handbacks/{handback}/accept"))

    def refuse_handback(self, handback: int, reason: str = "") -> Any:
        return self._send(calls.post(f"/handbacks/{handback}/refuse", {"reason": reason}))

    def escalation(self, conversation: str, **signals: Any) -> Any:
        """Ask the policy. Its `handoff` goes into `hand_over(**verdict["handoff"])`."""
        return self._send(calls.post("/escalations", {"conversation": conversation, **signals}))

    def outcome(self, reference: str, outcome: str | None = None, *, csat: int | None = None) -> Any:
        """resolved, unresolved or abandoned; csat 1 to 5."""
        return self._send(calls.outcome(reference, outcome, csat))

    def conversation(self, reference: str) -> Any:
        """Who holds it, at which epoch."""
        return self._send(calls.conversation(reference))

    def pull(self, after: str = "", wait: float = 0) -> Any:
        """One page of events after a cursor. Asking says that everything up to the cursor has been dealt with."""
        return self._send(calls.pull(after, wait))


class Client(_Calls):
    def __init__(self, base_url: str, key: str, *, transport: httpx2.BaseTransport | None = None):
        headers = {"Authorization": f"Bearer {key}"}
        self.http = httpx2.Client(base_url=base_url, headers=headers, transport=transport)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        self.http.close()

    def events(self, after: str = "", wait: float = 25) -> Iterator[Event]:
        """Every event from `after` on, for ever; keep `event["cursor"]` to go on there after a restart."""
        trouble = 0
        while True:
            try:
                page = cast(Page, self.pull(after, wait))
            except (httpx2.TransportError, HandoffError) as error:
                if isinstance(error, HandoffError) and error.status not in calls.BUSY:
                    raise
                time.sleep(calls.backoff(trouble))
                trouble += 1
                continue
            trouble = 0
            yield from page["events"]
            after = page["cursor"]

    def _send(self, call: Call) -> Any:
        for attempt in range(calls.TRIES):
            try:
                answer, error = self.http.request(call.method, call.path, **call.arguments()), None
            except httpx2.TransportError as trouble:
                answer, error = None, trouble
            pause = calls.pause(attempt, answer)
            if pause is None:
                break
            time.sleep(pause)
        return _result(answer, error)


class AsyncClient(_Calls):
    def __init__(self, base_url: str, key: str, *, transport: httpx2.AsyncBaseTransport | None = None):
        headers = {"Authorization": f"Bearer {key}"}
        limits = httpx2.Limits(max_connections=200, max_keepalive_connections=50)
        self.http = httpx2.AsyncClient(base_url=base_url, headers=headers, transport=transport, limits=limits)

    async def __aenter__(self) -> "AsyncClient":
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()

    async def close(self) -> None:
        await self.http.aclose()

    async def events(self, after: str = "", wait: float = 25) -> AsyncIterator[Event]:
        """Every event from `after` on, for ever; keep `event["cursor"]` to go on there after a restart."""
        trouble = 0
        while True:
            try:
                page = cast(Page, await self.pull(after, wait))
            except (httpx2.TransportError, HandoffError) as error:
                if isinstance(error, HandoffError) and error.status not in calls.BUSY:
                    raise
                await asyncio.sleep(calls.backoff(trouble))
                trouble += 1
                continue
            trouble = 0
            for event in page["events"]:
                yield event
            after = page["cursor"]

    async def _send(self, call: Call) -> Any:
        for attempt in range(calls.TRIES):
            try:
                answer, error = await self.http.request(call.method, call.path, **call.arguments()), None
            except httpx2.TransportError as trouble:
                answer, error = None, trouble
            pause = calls.pause(attempt, answer)
            if pause is None:
                break
            await asyncio.sleep(pause)
        return _result(answer, error)


def _result(answer: httpx2.Response | None, error: Exception | None) -> Any:
    if answer is None:
        assert error is not None
        raise error
    if not answer.is_success:
        raise error_from(answer)
    return answer.json()
