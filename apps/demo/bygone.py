"""One chat that has been: the bot's part over its API, the agents' part by the operations behind their clicks.

The clock says when; whoever plays moves it on. The customer is the same actor as in a chat of today.
"""

import secrets
from dataclasses import dataclass
from random import Random
from typing import Any

from apps.assist import operations as assist
from apps.assist import queries as offered
from apps.assist.handback import compose_handback
from apps.assist.models import Draft
from apps.conversations import operations as conversations
from apps.conversations.models import Conversation, Message
from apps.feedback import operations as feedback
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback, Handoff
from apps.people.models import Agent, Role, Team

from . import coming_back, handover, phrases
from .actors import Actor, Line
from .clock import Clock
from .play import new_reference
from .scenarios import Telling

ROUNDS = 3  # replies in one spell of help
LONGEST_WAIT = 14 * 60  # seconds


@dataclass
class Office:
    """What every chat of the past has in common."""

    client: Any
    clock: Clock
    chance: Random
    told: dict[str, Any]  # past.toml

    def is_so(self, share: float) -> bool:
        return self.chance.random() < share

    def wait(self, median: float) -> float:
        """Seconds until somebody is free: mostly short, now and then long."""
        return min(median * self.chance.lognormvariate(0, 0.6), LONGEST_WAIT)


class Bygone:
    def __init__(self, telling: Telling, office: Office):
        self.telling, self.office, self.language = telling, office, telling.scenario.language
        self.actor = Actor(telling)
        self.reference, self.epoch, self.said = new_reference(office.chance), 1, 0
        self.sent: list[int] = []  # drafts

    def play(self) -> None:
        self._talk_to_the_bot()
        handoff = self._hand_over(self.telling.handoff)
        if self.office.is_so(0.05):
            self._leave(handoff)
            return
        handoff = self._help(handoff)
        if self._hands_back(handoff) and self.office.is_so(0.08 if self.actor.memory.is_settled else 0.3):
            self._come_back()
        self._rate_the_help()

    # --- the bot's part ---

    def _talk_to_the_bot(self) -> None:
        turns = []
        for turn in self.telling.turns:
            self.office.clock.forward(turn.get("after", 0))
            turns.append(turn | {"sent_at": self.office.clock.at.isoformat()})
        if turns[-1]["who"] == "customer":
            turns.append({"who": "bot", "text": self.telling.handoff["tell"]})
        self._send(turns)

    def _hand_over(self, told: dict[str, Any]) -> Handoff:
        answer = self.office.client.hand_over(
            **handover.payload(self.telling, self.reference, told, epoch=self.epoch), key=secrets.token_hex(8)
        )
        self.epoch = answer["epoch"]
        handoff = Handoff.objects.select_related("conversation__bot", "team").get(pk=answer["id"])
        assist.refresh_brief(handoff.conversation_id)
        return handoff

    def _leave(self, handoff: Handoff) -> None:
        self.office.clock.forward(LONGEST_WAIT)
        self.office.client.cancel(handoff.pk, reason="The customer left before anyone answered.")
        self.office.client.outcome(self.reference, "abandoned")

    def _come_back(self) -> None:
        """What was handed back too early comes straight back, as it does in life."""
        self.office.clock.forward(40)
        asked = {"who": "customer", "text": phrases.say("not_settled", self.language)}
        self._send([asked, {"who": "bot", "text": phrases.say("sorry", self.language), "confidence": 0.96}])
        self._close(self._help(self._hand_over({"reason": "explicit_request"})))

    def _rate_the_help(self) -> None:
        self.office.clock.forward(30)
        ending = self.telling.scenario.told["ending"]
        score = max(1, self.actor.csat(waited=0) - (not self.actor.memory.is_settled))
        outcome = ending["outcome"] if self.actor.memory.is_settled else "unresolved"
        self.office.client.outcome(self.reference, outcome, csat=score if self.office.is_so(0.7) else None)

    def _send(self, turns: list[dict[str, Any]]) -> None:
        messages = []
        for turn in turns:
            self.said += 1
            messages.append(handover.message(turn, self.telling, f"{self.reference}:{self.said}"))
        about = handover.about(self.telling) if messages[0]["id"].endswith(":1") else {}
        self.office.client.send_messages(self.reference, messages, epoch=self.epoch, **about)

    # --- the agents' part ---

    def _help(self, handoff: Handoff) -> Handoff:
        """Claimed, answered, and sent on first where it had gone to the wrong team."""
        agent = self._claimed(handoff)
        elsewhere = self.office.told["elsewhere"].get(self.telling.scenario.slug)
        if elsewhere and handoff.bounce_of_id is None and self.office.is_so(0.5):
            self.office.clock.forward(25)
            better = Team.objects.get(slug=elsewhere["team"])
            handoffs.transfer_to_team(handoff, agent=agent, team=better, note=elsewhere["note"])
            feedback.rate(handoff, agent, right_team=False, better_team=better)
            agent = self._claimed(handoff)
        for _round in range(ROUNDS):
            self.office.clock.forward(self.office.chance.uniform(15, 60))
            if not self._answer(handoff, agent):
                break
        return handoff

    def _claimed(self, handoff: Handoff) -> Agent:
        self.office.clock.forward(self.office.wait(handoff.team.amber_after * 0.6))
        agent = self.office.chance.choice(list(handoff.team.agents.filter(role=Role.AGENT).order_by("pk")))
        handoffs.claim(handoff, agent=agent)
        return agent

    def _answer(self, handoff: Handoff, agent: Agent) -> bool:
        """One reply and what the customer says to it. False when there is nothing more to say."""
        text, draft = self._words(handoff.conversation, agent)
        if not text:
            return False
        message = conversations.send_reply(handoff.conversation, agent=agent, text=text, token=secrets.token_hex(8))
        conversations.settle_reply(message, Message.Delivery.DELIVERED)
        handoffs.note_first_reply(handoff, message.sent_at)
        assist.record_use(message, agent, draft)
        self._customer_says(self.actor.hear(text, agent=agent.get_short_name()))
        assist.refresh_brief(handoff.conversation_id)
        return not self.actor.memory.is_settled

    def _words(self, conversation: Conversation, agent: Agent) -> tuple[str, Draft | None]:
        """Mostly the draft; sometimes with a line more, shorter or warmer, or first something of one's own."""
        draft, own = offered.current_draft(conversation), self.office.told[self.language]
        if draft is None or draft.pk in self.sent:
            return "", None
        if not self.sent and self.office.is_so(0.2):
            return self.office.chance.choice(own["holding"]), None
        if self.office.is_so(0.2):
            draft = assist.rewrite_draft(draft, self.office.chance.choice(["shorter", "warmer"]), agent)
        self.sent += conversation.drafts.values_list("pk", flat=True)
        more = f" {self.office.chance.choice(own['closing'])}" if self.office.is_so(0.25) else ""
        return draft.text + more, draft

    def _customer_says(self, lines: list[Line]) -> None:
        turns = []
        for line in lines:
            self.office.clock.forward(line.after + 4)
            turns.append({"who": "customer", "text": line.text, "sent_at": self.office.clock.at.isoformat()})
        if turns:
            self._send(turns)

    # --- and back ---

    def _hands_back(self, handoff: Handoff) -> bool:
        """Handed back, or closed where nothing is left for a bot; then rated, by most."""
        self.office.clock.forward(20)
        if self.office.is_so(0.75):
            brief = compose_handback(handoff.conversation, handoff.opened_at_position)
            self._accepted(handoffs.hand_back(handoff, agent=_agent_of(handoff), brief=brief), brief)
            self._rated(handoff)
            return True
        self._close(handoff)
        return False

    def _accepted(self, handback: Handback, brief: dict[str, Any]) -> None:
        self.office.clock.forward(2)
        agent = _agent_of(handback.handoff).get_short_name()
        self.epoch = self.office.client.accept_handback(handback.pk)["epoch"]
        self._send(coming_back.of_telling(self.telling, agent, brief))

    def _close(self, handoff: Handoff) -> None:
        self.office.clock.forward(20)
        outcome = "resolved" if self.actor.memory.is_settled else "unresolved"
        handoffs.close(handoff, agent=_agent_of(handoff), outcome=outcome)
        self._rated(handoff)

    def _rated(self, handoff: Handoff) -> None:
        if not self.office.is_so(0.8):
            return
        self.office.clock.forward(10)
        scores = [2, 4, 6, 6, 8, 8, 8, 45, 30, 45]
        remark = self.office.chance.choices(self.office.told["remark"], weights=scores)[0]
        parts: dict[str, Any] = {"summary": remark["score"], "summary_reasons": remark["reasons"]}
        parts |= {"comment": remark["say"], "right_team": True}
        if self.office.is_so(0.4):
            parts |= {"draft": self.office.chance.choice([3, 4, 4, 5, 5]), "sources_ok": self.office.is_so(0.9)}
        feedback.rate(handoff, _agent_of(handoff), **parts)


def _agent_of(handoff: Handoff) -> Agent:
    assert handoff.agent
    return handoff.agent
