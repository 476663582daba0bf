"""What the console answers."""

from typing import Any, TypedDict


class Team(TypedDict):
    slug: str
    name: str


class Wait(TypedDict):
    low: int  # seconds
    high: int
    basis: str


class Mirrored(TypedDict):
    conversation: str
    epoch: int
    holder: str  # bot, agent, nobody, offered
    stored: int
    repeated: int
    seq: int


class Opened(TypedDict):
    id: int
    conversation: str
    state: str
    team: Team
    position: int
    wait: Wait | None
    completeness: int
    missing: list[str]
    epoch: int
    tell_customer: str


class Handback(TypedDict):
    id: int
    state: str
    brief: dict[str, Any]
    expires_at: str


class Handoff(TypedDict):
    id: int
    conversation: str
    state: str
    team: Team
    agent: str | None
    position: int | None
    reason: str
    mode: str
    urgency: str
    completeness: int
    missing: list[str]
    outcome: str
    queued_at: str
    claimed_at: str | None
    first_reply_at: str | None
    ended_at: str | None
    handback: Handback | None
    holder: str
    epoch: int


class Held(TypedDict):
    conversation: str
    holder: str
    epoch: int
    seq: int


class Event(TypedDict):
    type: str  # reply.sent, handback.offered, handoff.claimed ...
    id: str
    timestamp: str
    conversation: str
    seq: int
    epoch: int
    cursor: str
    data: dict[str, Any]


class Page(TypedDict):
    events: list[Event]
    cursor: str
    more: bool


class Verdict(TypedDict):
    escalate: bool
    policy: str
    fired: list[dict[str, Any]]
    handoff: dict[str, Any] | None  # goes into hand_over(**...) as it is
