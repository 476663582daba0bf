"""A desk in memory: what the public API would do for one bot, as far as plays and visits need it."""

from typing import Any


class Desk:
    """Keeps what it was told and answers as the API does. Tests speak as the agent by `says` and `emit`."""

    def __init__(self) -> None:
        self.messages: dict[str, list[dict[str, Any]]] = {}
        self.handoffs: list[dict[str, Any]] = []
        self.outcomes: dict[str, dict[str, Any]] = {}
        self.accepted: list[int] = []
        self.cancelled: list[int] = []
        self.events_told: list[dict[str, Any]] = []
        self.epoch = 1

    def texts(self, reference: str, role: str) -> list[str]:
        return [message["text"] for message in self.messages.get(reference, []) if message["role"] == role]

    def emit(self, kind: str, reference: str, **data: Any) -> dict[str, Any]:
        self.epoch += kind != "reply.sent"
        event = {"type": kind, "conversation": reference, "epoch": self.epoch, "data": data}
        self.events_told.append(event)
        return event

    def says(self, reference: str, text: str, agent: str = "Ada") -> dict[str, Any]:
        return self.emit("reply.sent", reference, message={"text": text, "agent": agent})

    # --- what a client has ---

    def send_messages(self, reference: str, messages: list[dict[str, Any]], **_: Any) -> dict[str, Any]:
        self.messages.setdefault(reference, []).extend(messages)
        return {"epoch": self.epoch}

    def hand_over(self, **payload: Any) -> dict[str, Any]:
        self.handoffs.append(payload)
        self.epoch += 1
        return {"id": len(self.handoffs), "epoch": self.epoch, "tell_customer": "Billing takes over."}

    def pull(self, after: str = "", wait: float = 0) -> dict[str, Any]:
        start = len(self.events_told) if after == "latest" else int(after or 0)
        return {"events": self.events_told[start:], "cursor": str(len(self.events_told)), "more": False}

    def accept_handback(self, handback: int) -> None:
        self.accepted.append(handback)

    def cancel(self, handoff: int, *, reason: str = "") -> None:
        self.cancelled.append(handoff)

    def escalation(self, conversation: str, **signals: Any) -> dict[str, Any]:
        """A policy of two rules: an explicit request, and two failed attempts."""
        if signals.get("explicit_request"):
            return {"escalate": True, "handoff": {"reason": "explicit_request", "rule": "Asks for a person"}}
        if signals.get("failed_attempts", 0) >= 2:
            return {"escalate": True, "handoff": {"reason": "repeated_failure", "rule": "Two failed attempts"}}
        return {"escalate": False, "handoff": None}

    def outcome(self, reference: str, outcome: str | None = None, *, csat: int | None = None) -> None:
        self.outcomes[reference] = {"outcome": outcome, "csat": csat}


class AsyncDesk:
    """The same, for plays: each call is awaited."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def __getattr__(self, name: str) -> Any:
        call = getattr(self.desk, name)

        async def awaited(*args: Any, **kwargs: Any) -> Any:
            return call(*args, **kwargs)

        return awaited
