"""The public API's events, as plays and visits hear them."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Heard:
    kind: str
    reference: str
    epoch: int
    agent: str = ""  # the name customers hear
    text: str = ""
    handback: int = 0
    brief: dict[str, Any] = field(default_factory=dict)


def heard(event: dict[str, Any]) -> Heard:
    about = event["data"]
    message = about.get("message") or {}
    return Heard(
        kind=event["type"],
        reference=event["conversation"],
        epoch=event["epoch"],
        agent=message.get("agent") or about.get("agent") or "",
        text=message.get("text", ""),
        handback=about.get("handback", 0),
        brief=about.get("brief") or {},
    )
