import re

import pytest

from apps.bot_api import operations
from apps.conversations.models import Bot
from apps.core import outbox
from apps.core.models import Delivery
from apps.people.models import AuditEntry

from .conftest import BotClient


@pytest.fixture
def adas(as_agent, ada):
    """A browser of Ada, who runs the place."""
    return as_agent(ada)


@pytest.mark.parametrize("who", ["alice", "sam"])
def test_agents_and_supervisors_do_not_find_them(as_agent, who, botto, request):
    browser = as_agent(request.getfixturevalue(who))
    assert browser.get("/bots/").status_code == 404
    assert browser.get("/bots/botto/").status_code == 404
    assert browser.post("/bots/botto/keys/").status_code == 404


def test_who_is_signed_out_signs_in_first(client, botto):
    assert client.get("/bots/botto/").status_code == 302


def test_a_key_is_shown_once_and_works(adas, botto):
    page = adas.post("/bots/botto/keys/").content.decode()
    key = re.search(r"hck_\w{38}", page)[0]
    assert BotClient(key).get("/deliveries").status_code == 200
    assert key not in adas.get("/bots/botto/").content.decode()


def test_a_revoked_key_is_refused(adas, bot, botto):
    adas.post(f"/bots/botto/keys/{botto.keys.get().pk}/revoke/")
    assert bot.get("/deliveries").status_code == 401


def test_a_third_key_is_refused_in_words(adas, botto):
    for _ in range(2):
        operations.create_key(botto)
    assert "Two keys are active" in adas.post("/bots/botto/keys/", follow=True).content.decode()


def test_a_bot_is_made(adas):
    adas.post("/bots/", {"name": "Parcel bot", "slug": "parcel"})
    assert Bot.objects.get(slug="parcel").name == "Parcel bot"


def test_an_endpoint_is_set_rotated_and_switched_off(adas, botto):
    page = adas.post("/bots/botto/endpoint/", {"url": "https://bot.example.com/hook"}).content.decode()
    assert "whsec_" in page
    botto.refresh_from_db()
    assert botto.pushes
    adas.post("/bots/botto/endpoint/rotate/")
    assert len(operations.Endpoint.objects.get().secrets) == 2
    adas.post("/bots/botto/endpoint/drop-old/")
    assert len(operations.Endpoint.objects.get().secrets) == 1
    adas.post("/bots/botto/endpoint/disable/")
    botto.refresh_from_db()
    assert not botto.pushes


def test_who_did_what_to_a_bot_is_written_down(adas, ada, botto):
    adas.post("/bots/", {"name": "Parcel bot", "slug": "parcel"})
    adas.post("/bots/botto/", {"name": "Botto", "is_active": "on"})
    adas.post("/bots/botto/keys/")
    adas.post(f"/bots/botto/keys/{botto.keys.get().pk}/revoke/")
    adas.post("/bots/botto/endpoint/", {"url": "https://bot.example.com/hook"})
    for what in ("rotate", "drop-old", "disable"):
        adas.post(f"/bots/botto/endpoint/{what}/")

    entries = AuditEntry.objects.order_by("id")
    assert [(entry.agent, entry.verb, entry.subject.partition(":")[0]) for entry in entries] == [
        (ada, "created", "bot"),
        (ada, "changed", "bot"),
        (ada, "created", "botkey"),
        (ada, "revoked", "botkey"),
        (ada, "changed", "endpoint"),
        (ada, "rotated", "endpoint"),
        (ada, "old_secret_dropped", "endpoint"),
        (ada, "disabled", "endpoint"),
    ]


def test_a_second_new_secret_does_not_push_out_the_one_the_receiver_knows(adas, botto):
    known = operations.set_endpoint(botto, "https://bot.example.com/hook").secrets[0]
    adas.post("/bots/botto/endpoint/rotate/")
    page = adas.post("/bots/botto/endpoint/rotate/", follow=True).content.decode()
    assert "Drop the old one first" in page
    assert known in operations.Endpoint.objects.get().secrets


def test_an_address_that_cannot_be_is_refused_in_words(adas, botto):
    page = adas.post("/bots/botto/endpoint/", {"url": "ftp://bot.example.com"}).content.decode()
    assert "must be a full https URL" in page
    assert page.index('id="id_url_error"') < page.index('id="id_url_helptext"')  # next to what it speaks of


def test_deliveries_are_listed_filtered_and_replayed(adas, botto, waiting):
    delivery = outbox.enqueue(
        destination=f"bot:{botto.pk}", stream="s", topic="handoff.queued", subject=waiting.conversation.events.last().pk
    )
    Delivery.objects.filter(pk=delivery.pk).update(state="dead", settled_at=delivery.created_at)
    assert "handoff.queued" in adas.get("/bots/botto/deliveries/?state=dead").content.decode()
    unfit = adas.get("/bots/botto/deliveries/?state=sent").content.decode()
    assert "No delivery fits" in unfit
    assert ">Clear</a>" in unfit
    assert "chat-1" in adas.get(f"/bots/botto/deliveries/{delivery.pk}/").content.decode()
    adas.post(f"/bots/botto/deliveries/{delivery.pk}/replay/")
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.DUE


def test_what_was_tried_and_erased_is_not_called_untried(adas, botto):
    delivery = outbox.enqueue(destination=f"bot:{botto.pk}", stream="s", topic="reply.sent", subject=1)
    assert "Not tried yet" in adas.get(f"/bots/botto/deliveries/{delivery.pk}/").content.decode()
    Delivery.objects.filter(pk=delivery.pk).update(attempts=8, state="dead", settled_at=delivery.created_at)
    outbox.forget(["reply.sent"], [1])
    assert "What came of it was erased" in adas.get(f"/bots/botto/deliveries/{delivery.pk}/").content.decode()


def test_deliveries_of_another_bot_are_not_found_here(adas, botto, otherbot):
    delivery = outbox.enqueue(destination=f"bot:{otherbot.pk}", stream="s", topic="reply.sent", subject=1)
    assert adas.get(f"/bots/botto/deliveries/{delivery.pk}/").status_code == 404


def test_the_documents_are_served_by_ourselves(client, adas):
    page = client.get("/api/docs").content.decode()
    assert "https://" not in page
    openapi = client.get("/api/v1/openapi.json").json()
    assert "/api/v1/handoffs" in openapi["paths"]
    needs_key = {
        call["operationId"].rpartition("_routes_")[2]
        for methods in openapi["paths"].values()
        for call in methods.values()
        if any(one["name"] == "Idempotency-Key" and one.get("required") for one in call["parameters"])
    }
    assert needs_key == {
        "handoffs_open_handoff",
        "handoffs_cancel_handoff",
        "conversations_note_outcome",
        "deliveries_replay_delivery",
    }
    schema = client.get("/api/v1/schemas/handoff.json").json()
    assert {tuple(way["required"]) for way in schema["anyOf"]} == {("conversation",), ("customer", "transcript")}
    assert schema["additionalProperties"] is False
    assert schema["properties"]["schema_version"]["const"] == "1"


def test_the_reference_tells_every_call_and_every_shape_it_names(client):
    openapi = client.get("/api/v1/openapi.json").json()
    page = client.get("/api/docs").content.decode()
    paths = openapi["paths"]
    assert all(f"<code>{path}</code>" in page for path in paths)
    assert all(f'id="shape-{name}"' in page for name in openapi["components"]["schemas"])
    assert set(re.findall(r'href="#([\w-]+)"', page)) <= {"page", *re.findall(r'id="([\w-]+)"', page)}


def test_every_call_says_how_it_refuses(client):
    openapi = client.get("/api/v1/openapi.json").json()
    calls = [call for methods in openapi["paths"].values() for call in methods.values()]
    assert all("application/problem+json" in call["responses"]["default"]["content"] for call in calls)
    assert {"type", "status", "code", "errors"} <= openapi["components"]["schemas"]["Problem"]["properties"].keys()
