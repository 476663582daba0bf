"""What the client package does when the way to the console, or who answers there, is not as it should be."""

import asyncio
import time
from itertools import repeat

import httpx2
import pytest

from handoff_client import AsyncClient, BadSignature, Client, HandoffError, verify

SECRET = "whsec_" + "A" * 44


class Way(httpx2.MockTransport):
    """A way to a console that answers in turn with these, remembering what it was asked."""

    def __init__(self, *answers: httpx2.Response | Exception):
        self.answers, self.asked = list(answers), []
        super().__init__(self._next)

    def _next(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture(autouse=True)
def pauses(monkeypatch) -> list[float]:
    """The seconds the client would have waited."""
    taken: list[float] = []

    async def pause(seconds: float) -> None:
        taken.append(seconds)

    monkeypatch.setattr(time, "sleep", taken.append)
    monkeypatch.setattr(asyncio, "sleep", pause)
    return taken


def trouble() -> list[httpx2.Response | Exception]:
    return [
        httpx2.ConnectError("lost"),
        httpx2.Response(503, json={"code": "unavailable"}),
        httpx2.Response(429, headers={"Retry-After": "7"}, json={"code": "too_many"}),
        httpx2.Response(409, headers={"Retry-After": "1"}, json={"code": "still_running"}),
    ]


def test_a_call_is_repeated_under_the_same_key_until_it_is_answered(pauses):
    way = Way(*trouble(), httpx2.Response(201, json={"id": 1}))
    assert Client("http://console", "hck_x", transport=way).hand_over(conversation="c") == {"id": 1}
    assert len({request.headers["Idempotency-Key"] for request in way.asked}) == 1
    assert len({request.content for request in way.asked}) == 1
    assert pauses[2:] == [7, 1]


async def test_the_same_without_waiting_in_line(pauses):
    way = Way(*trouble(), httpx2.Response(201, json={"id": 1}))
    async with AsyncClient("http://console", "hck_x", transport=way) as console:
        assert await console.hand_over(conversation="c") == {"id": 1}
    assert len({request.headers["Idempotency-Key"] for request in way.asked}) == 1


def test_who_waits_long_is_told_why(pauses, caplog):
    no_team = httpx2.Response(503, headers={"Retry-After": "60"}, json={"code": "no_team", "detail": "There is none."})
    with pytest.raises(HandoffError, match="no_team"):
        Client("http://console", "hck_x", transport=Way(*repeat(no_team, 6))).hand_over(conversation="c")
    assert pauses == [60] * 5
    assert caplog.messages == ["trying again in 60.0 s: 503 no_team: There is none."] * 5


def test_two_calls_are_two_calls():
    way = Way(*(httpx2.Response(200, json={}) for _ in range(2)))
    console = Client("http://console", "hck_x", transport=way)
    console.cancel(1)
    console.cancel(1)
    assert len({request.headers["Idempotency-Key"] for request in way.asked}) == 2


def test_a_refusal_is_not_repeated():
    way = Way(httpx2.Response(409, json={"code": "already_open"}))
    with pytest.raises(HandoffError, match="already_open"):
        Client("http://console", "hck_x", transport=way).hand_over(conversation="c")


def test_what_stays_lost_is_said_in_the_end():
    way = Way(*repeat(httpx2.ConnectError("lost"), 6))
    with pytest.raises(httpx2.ConnectError):
        Client("http://console", "hck_x", transport=way).hand_over(conversation="c")
    assert way.answers == []


@pytest.mark.parametrize("body", [b"<html>", b'"nope"', b"[]", b"null"])
def test_somebody_else_who_answers_is_a_refusal_too(body):
    way = Way(httpx2.Response(404, content=body))
    with pytest.raises(HandoffError) as refused:
        Client("http://console", "hck_x", transport=way).get_handoff(1)
    assert (refused.value.status, refused.value.code) == (404, "")


def test_a_reading_bot_gets_over_a_lost_page():
    page = {"events": [{"type": "reply.sent"}], "cursor": "2-2", "more": False}
    way = Way(*repeat(httpx2.ConnectError("lost"), 7), httpx2.Response(200, json=page))
    events = Client("http://console", "hck_x", transport=way).events("1-1")
    assert next(events) == {"type": "reply.sent"}
    assert all(request.url.params["after"] == "1-1" for request in way.asked)


@pytest.mark.parametrize("signature", ["v1,é", "v1,", "v1", "v2,AAAA", "", "v1,AAAA v1,ü"])
def test_whatever_stands_for_a_signature_is_a_bad_one(signature):
    headers = {"webhook-id": "evt_1", "webhook-timestamp": "1000", "webhook-signature": signature}
    with pytest.raises(BadSignature):
        verify(headers, b"{}", SECRET, now=1000)
