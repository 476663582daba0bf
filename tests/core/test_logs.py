"""What stands in the log, and what must not."""

import io
import json
import logging
import logging.config

import pytest
import structlog
from django.conf import settings as configured
from django.db import IntegrityError
from django.http import HttpResponse

from apps.conversations.models import Customer
from apps.core import logs
from apps.core.middleware import observe


@pytest.fixture
def lines():
    """The lines of production, as dicts."""
    stream = io.StringIO()
    logging.config.dictConfig(logs.configuration(readable=False))
    logging.getLogger().handlers[0].setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.config.dictConfig(configured.LOGGING)


def test_a_request_is_one_line_with_its_id_and_without_its_path(client, lines):
    answer = client.get("/accounts/password/reset/key/1-secret-key/?q=words", headers={"X-Request-Id": "abc-12345678"})
    (line,) = [line for line in lines() if line["event"] == "answered"]
    assert line["view"] == "account_reset_password_from_key"
    assert line["request_id"] == answer.headers["X-Request-Id"] == "abc-12345678"
    assert "secret-key" not in json.dumps(lines())


def test_an_id_that_would_forge_a_line_is_replaced(client):
    answer = client.get("/healthz", headers={"X-Request-Id": 'x"} {"event": "forged'})
    assert len(answer.headers["X-Request-Id"]) == 32


def test_what_is_named_like_a_secret_or_a_message_is_withheld(lines):
    structlog.get_logger("test").info("tried", password="p", text="I was charged twice", team="billing")
    logging.getLogger("test").warning("tried", extra={"api_key": "k"})
    first, second = lines()
    assert (first["password"], first["text"], first["team"]) == ("(withheld)", "(withheld)", "billing")
    assert second["api_key"] == "(withheld)"


def test_values_that_postgresql_quotes_are_cut(lines, maya, db):
    try:
        Customer.objects.create(reference=maya.reference)
    except IntegrityError:
        logging.getLogger("test").exception("failed")
    (line,) = lines()
    assert "IntegrityError" in line["exception"]
    assert maya.reference not in line["exception"]


def test_static_files_are_not_worth_a_line(lines, rf):
    observe(lambda request: HttpResponse())(rf.get("/static/css/base.css"))
    assert not lines()
