"""Maya's chat with its brief written."""

import pytest

from apps.workspace import parts
from apps.workspace.view import ConversationView

from .brief import write_brief, write_intents


@pytest.fixture
def intents():
    return write_intents()


@pytest.fixture
def brief(claimed):
    return write_brief(claimed.conversation)


@pytest.fixture
def paint():
    """One part as the page, a click's answer and the socket all paint it."""
    return lambda agent, conversation, name: str(parts.render(ConversationView(agent, conversation), [name]))
