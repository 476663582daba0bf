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
