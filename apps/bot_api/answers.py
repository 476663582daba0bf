"""What a bot is told, typed."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel


class Problem(BaseModel):
    """RFC 9457. `errors` names the fields."""

    class FieldError(BaseModel):
        field: str
        detail: str
        code: str

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldError] = []


class Mirrored(BaseModel):
    conversation: str
    epoch: int
    holder: str
    stored: int
    repeated: int
    seq: int


class Team(BaseModel):
    slug: str
    name: str


class Wait(BaseModel):
    low: int
    high: int
    basis: str = ""


class HandoffOpened(BaseModel):
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


class Handback(BaseModel):
    id: int
    state: str
    brief: dict[str, Any]
    expires_at: datetime


class HandoffState(BaseModel):
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
    queued_at: datetime
    claimed_at: datetime | None
    first_reply_at: datetime | None
    ended_at: datetime | None
    handback: Handback | None
    holder: str
    epoch: int


class Held(BaseModel):
    conversation: str
    holder: str
    epoch: int
    seq: int


class Event(BaseModel):
    type: str
    id: str
    timestamp: datetime
    conversation: str
    seq: int
    epoch: int
    cursor: str
    data: dict[str, Any]


class Events(BaseModel):
    events: list[Event]
    cursor: str
    more: bool


class DeliveryLine(BaseModel):
    id: int
    event: str
    type: str
    state: str
    attempts: int
    created_at: datetime
    settled_at: datetime | None
    due_at: datetime | None


class Attempted(BaseModel):
    at: datetime
    ms: int
    status: int | None
    error: str
    answer: str


class Delivery(DeliveryLine):
    history: list[Attempted]


class Deliveries(BaseModel):
    deliveries: list[DeliveryLine]
    next: int | None


class Fired(BaseModel):
    rule: str
    reason: str
    because: str
    evidence: str | None
    urgency: str | None


class Verdict(BaseModel):
    """`handoff` goes into POST /handoffs as it is."""

    escalate: bool
    policy: str
    fired: list[Fired]
    handoff: dict[str, Any] | None
