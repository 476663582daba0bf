"""Maya's chat with its brief written."""

import pytest

from .brief import write_brief, write_intents


@pytest.fixture
def intents():
    return write_intents()


@pytest.fixture
def brief(claimed):
    return write_brief(claimed.conversation)
