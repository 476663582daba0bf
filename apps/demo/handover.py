"""From a story to what the public API takes: customers, messages and the handoff itself."""

from datetime import timedelta
from typing import Any

from .scenarios import Telling

IDENTITY = ["reference", "name", "email", "phone", "tier", "since"]
SAME = ("rule", "reason", "reason_text", "urgency", "sentiment", "confidence", "summary", "draft", "mode")


def customer(telling: Telling) -> dict[str, Any]:
    """As much as this story's bot knows of its customer."""
    known = telling.customer
    about = {name: known[name] for name in IDENTITY if name in known}
    if known.get("verified_how"):
        about["verification"] = {"status": "verified", "how": known["verified_how"]}
    about["account"] = {name.replace("_", " "): value for name, value in known.get("account", {}).items()}
    about["open_issues"] = known.get("open_issues", [])
    about["history"] = [_contact(telling, contact) for contact in known.get("history", [])]
    return {name: value for name, value in about.items() if value}


def about(telling: Telling) -> dict[str, Any]:
    """What the first call of a conversation says beside its messages."""
    told = telling.scenario.told
    return {"customer": customer(telling), "channel": told["channel"], "language": told["language"]}


def message(turn: dict[str, Any], telling: Telling, identity: str) -> dict[str, Any]:
    sent = {"id": identity, "role": turn["who"], "text": turn["text"]}
    sent |= {name: turn[name] for name in ("sent_at", "attachments", "confidence", "attempt") if name in turn}
    if turn["who"] == "bot":
        sent["citations"] = cited(turn)
        if "confidence" in turn:
            sent |= intents(telling.scenario.told["intent"])
    elif telling.page:
        sent["page"] = telling.page
    return sent


def payload(telling: Telling, reference: str, told: dict[str, Any], *, epoch: int) -> dict[str, Any]:
    """The handoff of a conversation whose turns are mirrored already. What `told` leaves out is left out."""
    sent = {name: told[name] for name in SAME if name in told}
    sent |= {"conversation": reference, "epoch": epoch, "customer": customer(telling), "citations": cited(told)}
    sent |= {"channel": telling.scenario.told["channel"], "language": telling.scenario.language}
    if any("confidence" in said for said in (told, *telling.turns)):  # the bot has an idea of what it is about
        sent |= intents(telling.scenario.told["intent"])
    if telling.page:
        sent["page"] = telling.page
    if "evidence" in told:
        sent["evidence"] = f"{reference}:{told['evidence']}"
    if "next_action" in told:
        action = told["next_action"]
        sent["next_action"] = {"title": action["do"], "why": action["why"], "confidence": action["confidence"]}
    sent["facts"] = [{"name": name, "value": _fact(telling, name)} for name in told.get("collected", [])]
    sent["attempts"] = [turn["attempt"] for turn in telling.turns if "attempt" in turn] if "summary" in told else []
    return sent


def intents(leaf: str) -> dict[str, str]:
    return {"intent": leaf.split(".")[0], "sub_intent": leaf}


def cited(told: dict[str, Any]) -> list[dict[str, str]]:
    return [{"slug": slug} for slug in told.get("citations", [])]


def _fact(telling: Telling, name: str) -> str:
    return "sent in the chat" if name == "photo" else telling.facts[name]


def _contact(telling: Telling, contact: dict[str, Any]) -> dict[str, Any]:
    day = telling.today - timedelta(days=contact["days_ago"])
    return {"at": day.isoformat()} | {name: contact[name] for name in contact if name != "days_ago"}
