"""A visitor who plays the customer, and the demo bot that answers them: over the public API, as any bot would.

What was said is kept for the visitor (`kept.py`); the product keeps its own, true transcript.
"""

import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import coming_back, content, handover, wick
from .api import HandoffError
from .hearing import Heard, heard
from .wick import Thought

PAGE = "https://marlowick.example/account/orders"
LONGEST = 2000  # characters of one message
NAMES = ("Robin Hart", "Alex Marin", "Noor Siddiqui", "Charlie Voss", "Sasha Lind", "Jamie Osei")
YES = re.compile(r"^\W*(yes|yeah|yep|ok|okay|sure|please|do it|ja|sí|si)\b", re.IGNORECASE)
STATUS = {
    "bot": gettext_lazy("With Wick, our assistant"),
    "waiting": gettext_lazy("Waiting for a person"),
    "agent": gettext_lazy("%(agent)s is here, a person"),
    "trouble": gettext_lazy("We can't be reached at the moment; what you write is not lost"),
}


@dataclass
class Visit:
    reference: str
    name: str
    stage: str = "bot"  # then waiting, agent, and bot again
    epoch: int = 1
    handoff: int | None = None
    agent: str = ""
    lines: list[dict[str, str]] = field(default_factory=list)  # who: customer, bot, agent, seam; text; name
    quoted: list[str] = field(default_factory=list)  # articles
    guess: str = ""  # the intent so far, and
    confidence: float | None = None  # how sure the bot is of it; asking for a person says nothing about that
    facts: dict[str, str] = field(default_factory=dict)
    attempts: list[dict[str, str]] = field(default_factory=list)
    brief: dict[str, Any] = field(default_factory=dict)  # of the last handback
    stuck: int = 0
    cursor: str = ""
    said: int = 0  # messages sent; numbers their external ids
    is_in_trouble: bool = False

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def status(self) -> str:
        said = str(STATUS["trouble" if self.is_in_trouble else self.stage])
        return said % {"agent": self.agent or _("Somebody")}

    def note(self, who: str, text: str, *, name: str = "") -> None:
        self.lines.append({"who": who, "text": text, "name": name})


def begin() -> Visit:
    visit = Visit(f"visit-{secrets.token_hex(4)}", secrets.choice(NAMES))
    hello = f"Hi {visit.first_name}, I'm Wick, Marlowick's assistant. I'm a bot; ask for a person any time."
    visit.note("bot", hello, name=_bot_name())
    return visit


def openers(visit: Visit) -> list[str]:
    """Lines to begin with; none once the visitor has begun."""
    return [] if any(line["who"] == "customer" for line in visit.lines) else content.company()["openers"]


def speak(visit: Visit, text: str, client: Any) -> None:
    """The visitor said something: mirror it, answer it while the bot may, let go when the policy says so."""
    if not visit.cursor:
        listen(visit, client)  # from here on: nothing that answers this may be missed
    visit.note("customer", text)
    visit.facts |= wick.facts_in(text)
    _send(visit, [_message(visit, "customer", text)], client)
    if visit.stage != "bot":
        return
    thought = _think(visit, text)
    verdict = client.escalation(visit.reference, **_signals(visit, thought))
    if verdict["escalate"]:
        _hand_over(visit, thought, verdict["handoff"] or {}, client)
    else:
        _say(visit, thought.text, client, **_about(thought))


def listen(visit: Visit, client: Any) -> bool:
    """Take in what has happened since the last time. True when there is something new to show."""
    page = client.pull(visit.cursor or "latest")
    visit.cursor = page["cursor"]
    mine = [event for told in page["events"] if (event := heard(told)).reference == visit.reference]
    for event in mine:
        visit.epoch = max(visit.epoch, event.epoch)
        if hear := HEARD.get(event.kind):
            with suppress(HandoffError):  # it has moved on since, and an event behind this one says where
                hear(visit, event, client)
    return bool(mine)


def leave(visit: Visit, client: Any) -> None:
    """The visitor begins anew: nobody shall wait for someone who has left."""
    if visit.handoff and visit.stage != "bot":
        client.cancel(visit.handoff, reason="The visitor left.")


def _think(visit: Visit, text: str) -> Thought:
    thought = wick.think(text, said=tuple(visit.quoted), guess=visit.guess)
    if visit.stuck and YES.match(text):
        thought = Thought("Of course. I'll get a person for you.", 0.97, visit.guess, wants_person=True)
    visit.stuck = visit.stuck + 1 if thought.is_stuck else 0
    visit.guess = thought.intent or visit.guess
    if not thought.wants_person and thought.intent:
        visit.confidence = thought.confidence
    new = [article for article in thought.citations if article not in visit.quoted]
    visit.quoted += new
    titles = [content.articles()[article]["title"] for article in new]
    visit.attempts += [{"what": f"Quoted “{title}”", "outcome": "unknown"} for title in titles]
    return thought


def _signals(visit: Visit, thought: Thought) -> dict[str, Any]:
    signals: dict[str, Any] = {"confidence": thought.confidence, "failed_attempts": visit.stuck}
    if thought.wants_person:
        signals["explicit_request"] = True
    return signals | (handover.intents(visit.guess) if visit.guess else {})


def _hand_over(visit: Visit, thought: Thought, advised: dict[str, Any], client: Any) -> None:
    asked = _message_id(visit)
    text = thought.text if thought.wants_person else "I'd rather have a person look at this. I'll get one for you."
    _say(visit, text, client, **_about(thought))
    for attempt in visit.attempts:
        attempt |= {"outcome": "failed", "why": "it did not settle the matter"}
    answer = client.hand_over(**_payload(visit, thought, asked) | advised)
    visit.handoff, visit.epoch, visit.stage = answer["id"], answer["epoch"], "waiting"
    visit.attempts, visit.stuck = [], 0
    _say(visit, answer["tell_customer"], client)


def _payload(visit: Visit, thought: Thought, asked: str) -> dict[str, Any]:
    """What this bot honestly knows. It writes no summary: it has no model, and the console writes its own."""
    sent: dict[str, Any] = {"conversation": visit.reference, "epoch": visit.epoch, "evidence": asked}
    sent |= {"customer": _customer(visit), "confidence": visit.confidence, "attempts": visit.attempts}
    sent |= {"reason": "explicit_request" if thought.wants_person else "low_confidence"}
    sent |= {"page": PAGE, "channel": "web", "language": "en"}
    sent["citations"] = handover.cited({"citations": visit.quoted})
    sent["facts"] = [{"name": name, "value": value} for name, value in visit.facts.items()]
    return sent | (handover.intents(visit.guess) if visit.guess else {})


def _customer(visit: Visit) -> dict[str, Any]:
    email = f"{visit.first_name.lower()}@example.com"
    about = {"reference": visit.reference, "name": visit.name, "email": email, "tier": "Plus"}
    orders = {f"order {order['number']}": f"{order['item']}, {order['state']}" for order in content.company()["orders"]}
    return about | {"verification": {"status": "verified", "how": "signed in"}, "account": orders}


def _message(visit: Visit, role: str, text: str, **about: Any) -> dict[str, Any]:
    visit.said += 1
    return {"id": _message_id(visit), "role": role, "text": text, **about}


def _message_id(visit: Visit) -> str:
    """Of the last message sent."""
    return f"{visit.reference}:{visit.said}"


def _say(visit: Visit, text: str, client: Any, **about: Any) -> None:
    _send(visit, [_message(visit, "bot", text, **about)], client)
    visit.note("bot", text, name=_bot_name())


def _about(thought: Thought) -> dict[str, Any]:
    about: dict[str, Any] = {"confidence": thought.confidence, "citations": handover.cited(asdict(thought))}
    return about | (handover.intents(thought.intent) if thought.intent else {})


def _send(visit: Visit, messages: list[dict[str, Any]], client: Any) -> None:
    client.send_messages(
        visit.reference, messages, epoch=visit.epoch, customer=_customer(visit), channel="web", language="en"
    )


def _bot_name() -> str:
    return content.company()["bot"]["name"]


def _claimed(visit: Visit, event: Heard, client: Any) -> None:
    visit.stage, visit.agent = "agent", event.agent
    visit.note("seam", _("%(agent)s has joined") % {"agent": event.agent or _("A person")})


def _let_go(visit: Visit, event: Heard, client: Any) -> None:
    visit.stage, visit.agent = "waiting", ""
    visit.note("seam", _("You are being passed on to a colleague"))


def _replied(visit: Visit, event: Heard, client: Any) -> None:
    visit.stage, visit.agent = "agent", event.agent or visit.agent
    visit.note("agent", event.text, name=visit.agent or "Marlowick")


def _offered(visit: Visit, event: Heard, client: Any) -> None:
    visit.brief = event.brief
    client.accept_handback(event.handback)


def _returned(visit: Visit, event: Heard, client: Any) -> None:
    about = {"language": "en", "first_name": visit.first_name, "agent": visit.agent, "intent": visit.guess}
    visit.stage, visit.quoted = "bot", []
    visit.note("seam", _("Back with our assistant"))
    for turn in coming_back.turns(visit.brief, **about):
        visit.stuck = int(turn.get("offers_person", False))  # so that "yes" takes it up
        visit.quoted += turn.get("citations", [])
        _say(visit, turn["text"], client, confidence=turn["confidence"], citations=handover.cited(turn))


def _closed(visit: Visit, event: Heard, client: Any) -> None:
    visit.stage = "bot"
    visit.note("seam", _("Your request was closed. Write again if anything is left"))


HEARD: dict[str, Callable[[Visit, Heard, Any], None]] = {
    "handoff.claimed": _claimed,
    "handoff.released": _let_go,
    "handoff.transferred": _let_go,
    "reply.sent": _replied,
    "handback.offered": _offered,
    "handoff.returned": _returned,
    "handoff.closed": _closed,
    "handoff.cancelled": _closed,
}
