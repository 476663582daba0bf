from django.db import OperationalError, connection

from apps.core import outbox
from apps.core.models import Delivery


def test_figures_are_for_who_has_the_token(client, settings):
    settings.METRICS_TOKEN = "s3cret"
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 401
    answer = client.get("/metrics", headers={"Authorization": "Bearer s3cret"})
    assert b"console_hints_lost_total" in answer.content
    assert b'console_request_seconds_count{method="GET",status="401",view="metrics"}' in answer.content


def test_what_waits_is_told_for_all_processes(client, settings, waiting):
    settings.METRICS_TOKEN = "s3cret"
    told = client.get("/metrics", headers={"Authorization": "Bearer s3cret"}).content
    assert b'console_handoffs_waiting{team="billing"} 1.0' in told
    assert b"console_events_unreacted" in told


def test_without_a_token_there_are_none_outside_the_demo(client, settings):
    settings.METRICS_TOKEN, settings.DEMO = "", False
    assert client.get("/metrics").status_code == 404
    settings.DEMO = True
    assert client.get("/metrics").status_code == 200


def test_while_the_database_is_away_a_process_tells_its_own_figures(client, settings):
    settings.METRICS_TOKEN = "s3cret"
    with connection.execute_wrapper(_away):
        answer = client.get("/metrics", headers={"Authorization": "Bearer s3cret"})
    assert answer.status_code == 200
    assert b"console_hints_lost_total" in answer.content
    assert b"console_handoffs_waiting" not in answer.content


def test_dead_letters_are_counted_and_what_was_sent_is_not(client, settings):
    settings.METRICS_TOKEN = "s3cret"
    for state in ("dead", "dead", "due", "sent"):
        delivery = outbox.enqueue(destination="bot:1", stream=state, topic="reply.sent", subject=1)
        Delivery.objects.filter(pk=delivery.pk).update(state=state)
    told = client.get("/metrics", headers={"Authorization": "Bearer s3cret"}).content
    assert b'console_deliveries{state="dead"} 2.0' in told
    assert b'console_deliveries{state="due"} 1.0' in told
    assert b'state="sent"' not in told


def _away(execute, sql, params, many, context):
    raise OperationalError("away")
