"""One conversation of the demo bot, from its first line to its last: the bot's part and the customer's.

It knows the product only by its public API, and hears events in the order in which they happened.
"""

import asyncio
import random
import string
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from . import coming_back, handover, phrases
from .actors import Actor, Line, Memory
from .hearing import Heard
from .pacing import STAYS
from .scenarios import Telling

LETTERS = string.digits + "bcdfghkmnpqrstvwxz"
FORGOTTEN = 45 * 60  # seconds after which a chat that nobody ends is left alone
RETURNS = 1  # how often a customer whose matter is not settled asks for a person again


@dataclass
class Part:
    """Where a play stands, small enough to write down between two runs."""

    scenario: str
    person: int
    reference: str
    stage: str = "bot"  # then people, tail, over
    epoch: int = 1
    handoff: int | None = None
    agent: str = ""
    said: int = 0  # messages sent; numbers their external ids
    returns: int = 0
    silent_since: float = 0.0  # wall clock, so that it survives a restart; 0 while nobody owes the customer an answer
    handed_over_at: float = 0.0
    waited: float = 0.0  # seconds until the first answer
    memory: dict[str, Any] = field(default_factory=dict)
    brief: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def new_reference(chance: random.Random) -> str:
    return "chat-" + "".join(chance.choices(LETTERS, k=7))


class Play:
    """`client` is a handoff_client.AsyncClient; `speed` shortens every pause, for tests and impatient visitors."""

    def __init__(self, part: Part, telling: Telling, client: Any, *, speed: float = 1.0, chance: random.Random):
        self.part, self.telling, self.client, self.speed = part, telling, client, speed
        self.actor = Actor(telling, Memory(**part.memory))
        self.stays = chance.uniform(*STAYS)
        self.events: asyncio.Queue[Heard] = asyncio.Queue()

    @property
    def is_waiting(self) -> bool:
        return self.part.stage == "people" and not self.part.agent

    async def run(self, *, quick: bool = False) -> None:
        """`quick`: the chat with the bot has already been; only its end is played."""
        if self.part.stage == "bot":
            await (self._mirror() if quick else self._talk_to_the_bot())
            await self._tell()
            await self._hand_over(self.telling.handoff)
        while self.part.stage == "people":
            await self._hear_or_wait()
        if self.part.stage == "tail":
            await self._play_the_tail()
        self.part.stage = "over"

    # --- before people ---

    async def _talk_to_the_bot(self) -> None:
        for turn in self.telling.turns:
            await self._pause(turn.get("after", 0))
            await self._send([turn])

    async def _mirror(self) -> None:
        """The whole chat at once, said in the minutes that have just passed."""
        ago = sum(turn.get("after", 0) for turn in self.telling.turns)
        start, turns = datetime.now(UTC) - timedelta(seconds=ago), []
        for turn in self.telling.turns:
            start += timedelta(seconds=turn.get("after", 0))
            turns.append(turn | {"sent_at": start.isoformat()})
        await self._send(turns)

    async def _tell(self) -> None:
        """Say that a person comes, unless the bot's last turn has said so."""
        if self.telling.turns[-1]["who"] == "customer":
            await self._send([{"who": "bot", "text": self.telling.handoff["tell"]}])

    async def _hand_over(self, told: dict[str, Any]) -> None:
        payload = handover.payload(self.telling, self.part.reference, told, epoch=self.part.epoch)
        answer = await self.client.hand_over(**payload)
        self.part.handoff, self.part.epoch = answer["id"], answer["epoch"]
        self.part.stage, self.part.agent = "people", ""
        self.part.handed_over_at = self.part.silent_since = time.time()

    # --- with people ---

    async def _hear_or_wait(self) -> None:
        try:
            event = await asyncio.wait_for(self.events.get(), timeout=1 / self.speed)
        except TimeoutError:
            await self._wait()
            return
        self.part.epoch = max(self.part.epoch, event.epoch)
        answer = self._answers().get(event.kind)
        if answer:
            await answer(event)

    def _answers(self) -> dict[str, Callable[[Heard], Any]]:
        return {
            "handoff.claimed": self._claimed,
            "handoff.released": self._released,
            "handoff.transferred": self._released,
            "reply.sent": self._answer,
            "handoff.returned": self._returned,
            "handoff.closed": self._closed,
            "handoff.cancelled": self._cancelled,
        }

    async def _claimed(self, event: Heard) -> None:
        self.part.agent = event.agent

    async def _released(self, event: Heard) -> None:
        self.part.agent = ""

    async def _answer(self, event: Heard) -> None:
        self.part.agent = event.agent or self.part.agent
        self.part.waited = self.part.waited or time.time() - self.part.handed_over_at
        self.part.silent_since = 0.0
        for line in self.actor.hear(event.text, agent=self.part.agent):
            await self._say(line)
        self.part.memory = self.actor.memory.as_dict()

    async def _returned(self, event: Heard) -> None:
        self.part.stage = "tail"

    async def _closed(self, event: Heard) -> None:
        """The agent resolved it: the customer has nothing more to say and leaves a rating."""
        await self._finish()

    async def _cancelled(self, event: Heard) -> None:
        self.part.stage = "over"

    async def _wait(self) -> None:
        if not self.part.silent_since:
            return
        quiet = (time.time() - self.part.silent_since) * self.speed
        if line := self.actor.lose_patience(quiet):
            self.part.memory = self.actor.memory.as_dict()
            await self._customer_says(line.text)
        elif self.is_waiting and quiet > self.stays:
            await self._leave()
        elif quiet > FORGOTTEN:
            self.part.stage = "over"

    async def _leave(self) -> None:
        """Nobody came. The bot says so, instead of leaving a ghost in the queue."""
        self.part.stage = "over"
        await self.client.cancel(self.part.handoff, reason="The customer left before anyone answered.")
        await self.client.outcome(self.part.reference, "abandoned")

    # --- the bot again ---

    async def accept(self, event: Heard) -> None:
        """Called at once when a handback is offered, whatever the customer is doing at that moment."""
        self.part.brief = event.brief
        await self._pause(1.5)
        await self.client.accept_handback(event.handback)

    async def _play_the_tail(self) -> None:
        await self._pause(2)
        for turn in coming_back.of_telling(self.telling, self.part.agent, self.part.brief):
            await self._send([turn])
        if not self.actor.memory.is_settled and self.part.returns < RETURNS:
            await self._ask_for_the_person_again()
            return
        for turn in self.telling.tail:
            await self._pause(turn.get("after", 5))
            await self._send([turn])
        await self._finish()

    async def _ask_for_the_person_again(self) -> None:
        """What was handed back too early comes straight back, as it does in life."""
        language = self.telling.scenario.language
        self.part.returns += 1
        await self._pause(8)
        await self._customer_says(phrases.say("not_settled", language))
        await self._pause(2)
        await self._send([{"who": "bot", "text": phrases.say("sorry", language), "confidence": 0.96}])
        again = {"reason": "explicit_request", "urgency": self.telling.handoff.get("urgency", "normal")}
        await self._hand_over(again)
        await self.run()

    async def _finish(self) -> None:
        self.part.stage = "over"
        await self._pause(6)
        ending = self.telling.scenario.told["ending"]
        csat = self.actor.csat(waited=self.part.waited * self.speed)
        await self.client.outcome(self.part.reference, ending["outcome"], csat=csat)

    # --- speaking ---

    async def _say(self, line: Line) -> None:
        await self._pause(line.after)
        await self._customer_says(line.text)

    async def _customer_says(self, text: str) -> None:
        await self._send([{"who": "customer", "text": text}])
        self.part.silent_since = 0.0 if self.actor.memory.is_settled else self.part.silent_since or time.time()

    async def _send(self, turns: list[dict[str, Any]]) -> None:
        messages = []
        for turn in turns:
            self.part.said += 1
            messages.append(handover.message(turn, self.telling, f"{self.part.reference}:{self.part.said}"))
        await self.client.send_messages(
            self.part.reference, messages, epoch=self.part.epoch, **handover.about(self.telling)
        )

    async def _pause(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.speed)
