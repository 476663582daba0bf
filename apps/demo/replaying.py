"""Real conversations, turned into what a bot would send. Knows the files' format and nothing of the network.

The format is JSON Lines, gzip: `id`, `turns` of `role` (customer, bot, agent, action, result) and `text`, and where
known `team`, `intent`, `sub_intent`, `facts`, `cut` (the turn before which the bot let go) and `bot_summary`.
"""

import gzip
import itertools
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROLES = {"customer", "bot", "agent", "action", "result"}
LONGEST = 60_000  # characters of one message; the API takes 64 kB


@dataclass(frozen=True)
class Replay:
    """One conversation up to where its bot let go, or to its end."""

    reference: str
    messages: list[dict[str, Any]]
    handoff: dict[str, Any] | None

    @property
    def customer(self) -> dict[str, str]:
        return {"reference": f"customer-of-{self.reference}"[:200]}


def conversations(path: Path, *, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """Raises ValueError that names the line, when one is not a conversation, or the file, when it is no gzip."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        try:
            for number, line in enumerate(itertools.islice(lines, limit), start=1):
                yield _conversation(line, f"{path.name}, line {number}")
        except (gzip.BadGzipFile, EOFError, zlib.error, UnicodeDecodeError) as error:
            raise ValueError(f"{path.name} is not JSON Lines in gzip, or not all of it: {error}") from error


def _conversation(line: str, where: str) -> dict[str, Any]:
    try:
        told = json.loads(line)
        told["id"]
        strangers = {turn["role"] for turn in told["turns"] if turn["text"] is not None} - ROLES
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{where} is not a conversation: {error}") from error
    if strangers:
        raise ValueError(f"{where} has turns of nobody we know: {', '.join(sorted(map(str, strangers)))}")
    return told


def replay(told: dict[str, Any], *, run: str = "", cut: int | None = None) -> Replay:
    """`run` keeps a second replay of the same file apart from the first. `cut` is used where the file has none."""
    reference = f"{told['id']}{'-' + run if run else ''}"
    cut = told.get("cut") if told.get("cut") is not None else cut
    turns = told["turns"] if cut is None else told["turns"][:cut]
    messages = [{"id": f"{reference}:{n}"} | message for n, message in enumerate(_messages(turns, told), 1)]
    return Replay(reference, messages, None if cut is None else _handoff(told))


def _messages(turns: list[dict[str, Any]], told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """As a bot sends them: what was said, the tools it called and what they answered."""
    about = {name: told[name] for name in ("intent", "sub_intent") if told.get(name)}
    for turn in turns:
        if turn["text"].strip():
            # A wizard or an agent of the file speaks in the bot's place.
            role = "bot" if turn["role"] == "agent" else turn["role"]
            yield {"role": role, "text": turn["text"][:LONGEST]} | (about if role == "bot" else {})


def _handoff(told: dict[str, Any]) -> dict[str, Any]:
    handoff: dict[str, Any] = {"reason": "other"}
    if told.get("bot_summary"):
        handoff["summary"] = told["bot_summary"]
    for name in ("intent", "sub_intent"):
        if told.get(name):
            handoff[name] = told[name]
    if told.get("facts"):
        handoff["facts"] = [{"name": name, "value": str(value)[:500]} for name, value in told["facts"].items()]
    return handoff
