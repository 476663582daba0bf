"""The cast. Alice holds the chat, Bob is in her team, Carol is in another team and must see nothing, Sam supervises
Alice's team, Ada runs the place, Botto is the bot, Otherbot must see nothing."""

import pytest
from django.conf import settings
from django.test import TransactionTestCase

from apps.conversations import operations as conversations
from apps.conversations.models import Bot, Conversation, Customer
from apps.conversations.turns import Turn
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handoff
from apps.people.models import Agent, Role, Team

from .emptying import empty_tables
from .isolation import isolate_redis

PASSWORD = "a long enough password"

# Slow hashes are for real passwords; here they would be a third of the suite's time.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
TransactionTestCase._fixture_teardown = lambda case: empty_tables()


@pytest.fixture(scope="session", autouse=True)
def _redis():
    """Every test has the real Redis, and no other test process in it."""
    isolate_redis()


@pytest.fixture(autouse=True)
def _database(db):
    """Every test has the real PostgreSQL."""


@pytest.fixture(scope="session", autouse=True)
def _nothing_collected(tmp_path_factory):
    """An empty directory of collected files, in place before the first server is made."""
    settings.STATIC_ROOT = str(tmp_path_factory.mktemp("static"))


@pytest.fixture(autouse=True)
def _static_files(settings):
    """Pages name static files as they are: nothing needs to be collected first. Browser tests collect."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def billing() -> Team:
    return Team.objects.create(slug="billing", name="Billing")


@pytest.fixture
def technical() -> Team:
    return Team.objects.create(slug="technical", name="Technical")


def _person(name: str, *teams: Team, role: str = Role.AGENT) -> Agent:
    email = f"{name.split()[0].lower()}@example.com"
    agent = Agent.objects.create_user(email, PASSWORD, name=name, role=role, is_staff=role == Role.ADMIN)
    agent.teams.set(teams)
    return agent


@pytest.fixture
def alice(billing) -> Agent:
    return _person("Alice Archer", billing)


@pytest.fixture
def bob(billing) -> Agent:
    return _person("Bob Brook", billing)


@pytest.fixture
def carol(technical) -> Agent:
    return _person("Carol Crane", technical)


@pytest.fixture
def sam(billing) -> Agent:
    return _person("Sam Stone", billing, role=Role.SUPERVISOR)


@pytest.fixture
def ada() -> Agent:
    return _person("Ada Admin", role=Role.ADMIN)


@pytest.fixture
def botto() -> Bot:
    return Bot.objects.create(slug="botto", name="Botto")


@pytest.fixture
def otherbot() -> Bot:
    return Bot.objects.create(slug="otherbot", name="Otherbot")


@pytest.fixture
def maya() -> Customer:
    return conversations.know_customer("cust-maya", name="Maya Okafor", email="maya@example.com", tier="Gold")


@pytest.fixture
def conversation(botto, maya) -> Conversation:
    """Maya and Botto have talked; nobody has handed over."""
    conversation = conversations.open_conversation(botto, "chat-1", customer=maya)
    turns = [
        Turn("customer", "I was charged twice for order 48213, two payments of €89.00", "m1"),
        Turn("bot", "I can see one captured payment. A second line is often a pending hold.", "m2"),
        Turn("customer", "no, both are booked since Monday. I already waited a week!!", "m3"),
    ]
    conversations.receive_messages(conversation, turns)
    conversation.refresh_from_db()
    return conversation


@pytest.fixture
def waiting(conversation, billing) -> Handoff:
    """Botto has handed the conversation to Billing; nobody has taken it."""
    return handoffs.open_handoff(conversation, team=billing, reason="frustration")


@pytest.fixture
def claimed(waiting, alice) -> Handoff:
    """Alice holds the conversation."""
    handoffs.claim(waiting, agent=alice)
    return waiting


@pytest.fixture
def as_agent(client):
    """Sign a test client in: as_agent(alice).get(...)"""

    def sign_in(agent: Agent):
        client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
