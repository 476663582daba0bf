"""The short matters of the last week: one question, a person's answer, done. Made like all of the past; see `past.py`.

A whole story costs three of them, and what a wait is estimated from is claims.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from apps.assist import operations as assist
from apps.assist import queries as offered
from apps.conversations import operations as conversations
from apps.conversations.models import Message
from apps.feedback import operations as feedback
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handoff
from apps.people.models import Role, Team
from apps.routing import wait

from . import handover
from .bygone import Office
from .clock import moment
from .play import new_reference

DAYS = (1, 3)  # ago
LASTS = timedelta(days=3)  # for so long from now on there are claims enough
NEEDED = wait.ENOUGH + 1  # a claim says how long the next one took


def run(office: Office, now: datetime, people: Iterator[dict[str, Any]]) -> None:
    """As many for each team as it lacks claims for an estimate."""
    recent = Q(handoffs__claimed_at__gte=now - wait.RECENT + LASTS)
    for team in Team.objects.annotate(claims=Count("handoffs", filter=recent)).order_by("slug"):
        errands = [errand for errand in office.told["errand"] if errand["team"] == team.slug]
        for number in range(max(NEEDED - team.claims, 0) if errands else 0):
            office.clock.at = moment(office.chance, now, *DAYS)
            _play(office, errands[number % len(errands)], next(people))


def _play(office: Office, errand: dict[str, Any], who: dict[str, Any]) -> None:
    handoff = _handed_over(office, errand, who)
    office.clock.forward(office.wait(handoff.team.amber_after * 0.6))
    agent = office.chance.choice(list(handoff.team.agents.filter(role=Role.AGENT).order_by("pk")))
    handoffs.claim(handoff, agent=agent)
    office.clock.forward(office.chance.uniform(20, 70))
    draft = offered.current_draft(handoff.conversation)
    taken = draft if draft and office.is_so(0.5) else None
    text = taken.text if taken else errand["reply"]
    message = conversations.send_reply(handoff.conversation, agent=agent, text=text, token=secrets.token_hex(8))
    conversations.settle_reply(message, Message.Delivery.DELIVERED)
    handoffs.note_first_reply(handoff, message.sent_at)
    assist.record_use(message, agent, taken)
    office.clock.forward(30)
    handoffs.close(handoff, agent=agent, outcome="resolved")
    if office.is_so(0.3):
        feedback.rate(handoff, agent, summary=office.chance.choice([4, 5, 5]), summary_reasons=[], right_team=True)


def _handed_over(office: Office, errand: dict[str, Any], who: dict[str, Any]) -> Handoff:
    customer = {name: value for name, value in who.items() if name != "facts"}
    begun = office.clock.at - timedelta(seconds=40)
    answer = office.client.hand_over(
        conversation=new_reference(office.chance),
        customer=customer,
        channel="web",
        language="en",
        reason="explicit_request",
        summary=errand["says"],
        confidence=0.5,
        transcript=[
            {"role": "customer", "text": errand["says"], "sent_at": begun.isoformat()},
            {"role": "bot", "text": "I'll get a person for you.", "sent_at": office.clock.at.isoformat()},
        ],
        key=secrets.token_hex(8),
        **handover.intents(errand["intent"]),
    )
    handoff = Handoff.objects.select_related("conversation__bot", "team").get(pk=answer["id"])
    assist.refresh_brief(handoff.conversation_id)
    return handoff
