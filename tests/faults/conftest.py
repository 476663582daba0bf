"""Real processes to kill. Each test leaves the servers as it found them: up."""

import os
import random
from collections.abc import Iterator

import pytest

from tests.bot_api.receiver import Receiver

from .stack import Stack


@pytest.fixture(autouse=True)
def _database():
    """The servers that get killed are the database."""


@pytest.fixture(scope="package")
def webhook() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture(scope="package")
def servers(tmp_path_factory, webhook) -> Iterator[Stack]:
    stack = Stack(tmp_path_factory.mktemp("faults"), webhook.url)
    yield stack
    stack.close()


@pytest.fixture
def stack(servers) -> Iterator[Stack]:
    """The product, up; whatever the test has killed is up again after it."""
    servers.wait_until_ready()
    yield servers
    for process in (servers.postgres, servers.redis, servers.web):
        if process.child.has_ended:
            process.start()


@pytest.fixture
def reference(request) -> str:
    """A conversation of the test's own."""
    return request.node.name


@pytest.fixture
def chance() -> random.Random:
    """The same again with FAULT_SEED=..."""
    seed = int(os.environ.get("FAULT_SEED") or random.SystemRandom().randrange(10**6))
    print(f"FAULT_SEED={seed}")
    return random.Random(seed)
