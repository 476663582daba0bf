"""A company of the size to measure: teams, 500 agents who are signed in, and as many messages as wanted."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from apps.assist import refreshing as assist
from apps.conversations import operations as conversations
from apps.conversations.models import Bot
from apps.conversations.turns import Turn
from apps.demo import seeding
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handoff
from apps.people.models import Agent, Role, Team

AGENTS = 500
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass
class Company:
    bot: Bot
    team: Team
    agents: list[Agent]
    chats: list[Handoff]  # one claimed by each agent
    cookies: list[str]


def found() -> Company:
    """Make the company, small enough to be quick, in the database of the settings."""
    bot = Bot.objects.create(slug="bench", name="Bench bot")
    team = Team.objects.create(slug="bench", name="Bench")
    agents = Agent.objects.bulk_create(
        Agent(email=f"agent{n}@example.com", name=f"Agent {n}", role=Role.AGENT, password="!") for n in range(AGENTS)
    )
    team.agents.add(*agents)
    told, *others = agents
    chats = [told_chat(bot, team, told)]
    chats += [claimed_chat(bot, team, agent, f"chat-{number}") for number, agent in enumerate(others)]
    return Company(bot, team, agents, chats, [_cookie(agent) for agent in agents])


def claimed_chat(bot: Bot, team: Team, agent: Agent, reference: str, turns: int = 20) -> Handoff:
    """A conversation of `turns` turns that `agent` holds."""
    handoff = waiting_chat(bot, team, reference, turns)
    handoffs.claim(handoff, agent=agent)
    return handoff


def told_chat(bot: Bot, team: Team, agent: Agent) -> Handoff:
    """One that has everything a page can show: signals, brief, suggestion, sources, facts, customer and past."""
    seeding.seed_knowledge()
    contact = {"at": "2026-05-04", "channel": "email", "summary": "Asked for an invoice", "outcome": "resolved"}
    customer = conversations.know_customer(
        "customer-told",
        name="Maya Lindqvist",
        tier="Plus",
        email="maya@example.com",
        account={"Plan": "Plus", "Orders": 14, "Open balance": "0.00", "Country": "Germany", "Payment": "card"},
        open_issues=[{"reference": "T-118", "title": "Refund of order 47001", "state": "open"}],
        history=[contact] * 5,
    )
    for number in range(3):
        past = conversations.open_conversation(bot, f"past-{number}", customer=customer)
        handoffs.open_handoff(past, team=team)
    told = conversations.open_conversation(bot, "told", customer=customer, intent="billing.duplicate_charge")
    attempt = {"what": "Looked up the order", "outcome": "failed", "why": "Two charges, no refund"}
    tried = Turn("bot", "I looked and found no refund.", facts={"confidence": 0.4, "attempt": attempt})
    said = [Turn("customer", "Order 48213 was charged twice, 49.90 each, on 3 May."), tried]
    conversations.receive_messages(told, [*_turns(18), *said])
    handoff = handoffs.open_handoff(told, team=team, reason="frustration", confidence=0.4)
    handoffs.claim(handoff, agent=agent)
    assist.refresh_brief(told.pk)
    return handoff


def waiting_chat(bot: Bot, team: Team, reference: str, turns: int = 20) -> Handoff:
    customer = conversations.know_customer(f"customer-{reference}", name=f"Customer {reference}")
    conversation = conversations.open_conversation(bot, reference, customer=customer)
    conversations.receive_messages(conversation, _turns(turns))
    return handoffs.open_handoff(conversation, team=team, reason="frustration")


def _turns(count: int) -> list[Turn]:
    said = "my order 48213 was charged twice"
    return [Turn("bot" if n % 2 else "customer", f"Turn {n}: {said}") for n in range(count)]


def fill(bot: Bot, messages: int) -> None:
    """Store this many more messages, in ended conversations of 100 turns, the quick way."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH people AS (
                INSERT INTO conversations_customer (reference, name, email, phone, tier, verification, verified_how,
                    account, open_issues, history, created_at)
                SELECT 'old-%(conversations)s-' || n, 'Old ' || n, '', '', '', 'unknown', '', '{}', '[]', '[]', now()
                FROM generate_series(1, %(conversations)s) n RETURNING id, reference
            ), chats AS (
                INSERT INTO conversations_conversation (bot_id, reference, customer_id, channel, language, page, intent,
                    sentiment, told, holder, epoch, seq, message_count, created_at, last_message_at, outcome)
                SELECT %(bot)s, reference, id, 'web', '', '', '', '', '{}', 'bot', 1, 100, 100, now(), now(), ''
                FROM people RETURNING id
            ), said AS (
                INSERT INTO conversations_message (conversation_id, bot_id, position, role, text, attachments, facts,
                    delivery, sent_at, created_at)
                SELECT id, %(bot)s, n, CASE n %% 2 WHEN 0 THEN 'bot' ELSE 'customer' END,
                    'Old turn ' || n || ' about order ' || (id * 7919 + n) || ' and its parcel', '[]', '{}', '',
                    now(), now()
                FROM chats, generate_series(1, 100) n
            )
            INSERT INTO conversations_conversationevent (conversation_id, bot_id, seq, kind, epoch, position, by_bot,
                data, at, public, reacted_at, tries)
            SELECT id, %(bot)s, n, 'messages.received', 1, n, true, '{}', now(), false, now(), 0
            FROM chats, generate_series(1, 100) n
            """,
            {"bot": bot.pk, "conversations": max(1, messages // 100)},
        )
        cursor.execute("VACUUM ANALYZE")


def _cookie(agent: Agent) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(agent.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = agent.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
