"""The parts of a chat's page, in every state a chat can be in."""

import pytest

from apps.assist import operations as assist
from apps.assist.models import Brief, NextAction
from apps.conversations import operations as conversations
from apps.conversations.models import Conversation, Message
from apps.feedback import operations as feedback
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback, Handoff
from apps.workspace import parts
from apps.workspace.inbox import InboxView
from apps.workspace.view import ConversationView


def handed_back(handoff: Handoff) -> Handback:
    return handoffs.hand_back(handoff, agent=handoff.agent, brief={"done": []})


def replied(handoff: Handoff, delivery: str) -> None:
    reply = conversations.send_reply(handoff.conversation, agent=handoff.agent, text="orders", token=delivery or "none")
    Message.objects.filter(pk=reply.pk).update(delivery=delivery)


STATES = {
    "claimed": lambda handoff: None,
    "released": lambda handoff: handoffs.release(handoff, agent=handoff.agent, note="orders"),
    "cancelled": handoffs.cancel,
    "resolved": lambda handoff: handoffs.close(handoff, agent=handoff.agent, outcome="resolved"),
    "offered back": handed_back,
    "accepted": lambda handoff: handoffs.accept_handback(handed_back(handoff)),
    "refused": lambda handoff: handoffs.refuse_handback(handed_back(handoff)),
    "unanswered": lambda handoff: handoffs.expire_handback(handed_back(handoff)),
    "taken back": lambda handoff: handoffs.take_back(handed_back(handoff), agent=handoff.agent),
    "sending": lambda handoff: replied(handoff, "sending"),
    "delivered": lambda handoff: replied(handoff, "delivered"),
    "not delivered": lambda handoff: replied(handoff, "failed"),
    "a note": lambda handoff: conversations.write_note(
        handoff.conversation, agent=handoff.agent, text="orders", token="n1"
    ),
    "nothing read": lambda handoff: Brief.objects.all().delete(),
    "read without the model": lambda handoff: Brief.objects.update(state=Brief.State.FAILED),
    "nothing found": lambda handoff: Brief.objects.update(claims=[], facts=[], missing=[], attempts=[], sources=[]),
    "nothing found, failed": lambda handoff: Brief.objects.update(
        state="failed", claims=[], facts=[], missing=[], attempts=[], sources=[]
    ),
    "done": lambda handoff: assist.decide_action(NextAction.objects.get(), handoff.agent, "done"),
    "not right": lambda handoff: assist.decide_action(NextAction.objects.get(), handoff.agent, "not_right"),
    "corrected": lambda handoff: conversations.correct_intent(
        handoff.conversation, agent=handoff.agent, intent="billing"
    ),
    "nothing stated": lambda handoff: Conversation.objects.update(intent="", sentiment=""),
    "discarded": lambda handoff: assist.discard_draft(handoff.conversation.drafts.get(), handoff.agent),
    "rated well": lambda handoff: feedback.rate(handoff, handoff.agent, summary=5, right_team=True),
    "other words typed": lambda handoff: assist.save_unsent(handoff.conversation, handoff.agent, "orders"),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_of_a_chat_is_told_in_the_readers_language(keys, alice, bob, state, unworded):
    STATES[state](Handoff.objects.get(pk=keys["handoffs"]))
    conversation = Conversation.objects.get(pk=keys["c"])
    for agent in (alice, bob):
        for embedded in (False, True):
            view = ConversationView(agent, conversation, embedded=embedded)
            painted = parts.render_transcript(view) + parts.render(view, parts.EVERY_PART)
            inbox = InboxView(agent)
            painted += parts.render_mine(inbox) + "".join(map(parts.render_queue, inbox.queues))
            assert not unworded(painted)
