"""What was pushed to a bot, as the bot may ask for it."""

from apps.bot_api import deliveries, operations
from apps.core import outbox
from apps.core.models import Delivery
from apps.people.models import AuditEntry

from .conftest import deliver


def test_deliveries_are_told_page_by_page(botto, bot):
    made = [
        outbox.enqueue(destination=f"bot:{botto.pk}", stream="s", topic="reply.sent", subject=n).pk for n in range(51)
    ]
    first = bot.get("/deliveries").json()
    rest = bot.get(f"/deliveries?before={first['next']}").json()
    assert [one["id"] for page in (first, rest) for one in page["deliveries"]] == made[::-1]
    assert rest["next"] is None


def test_from_the_moment_a_webhook_is_set_nothing_is_left_out(bot, botto, billing, receiver):
    bot.get("/deliveries")  # the process remembers the bot for a second, as it was
    operations.set_endpoint(botto, receiver.url)
    told = {"customer": {"reference": "cust-1"}, "transcript": [{"role": "customer", "text": "a person, please"}]}
    assert bot.post("/handoffs", told, once="k1").status_code == 201
    assert [one["type"] for one in bot.get("/deliveries").json()["deliveries"]] == ["handoff.queued"]


def test_replayed_it_keeps_its_id(receiver, endpoint, reply, bot):
    deliver()
    delivery = bot.get("/deliveries").json()["deliveries"][0]
    assert bot.post(f"/deliveries/{delivery['id']}/replay").status_code == 202
    deliver()
    first, again = (headers["webhook-id"] for headers, _ in receiver.received[-2:])
    assert first == again == delivery["event"]
    detail = bot.get(f"/deliveries/{delivery['id']}").json()
    assert len(detail["history"]) == 2


def test_a_bot_that_replays_is_audited_as_a_person_is_and_a_refusal_is_not(receiver, endpoint, reply, bot, botto, ada):
    deliver()
    delivery = Delivery.objects.latest("id")
    assert bot.post(f"/deliveries/{delivery.pk}/replay").status_code == 202
    assert bot.post(f"/deliveries/{delivery.pk}/replay").status_code == 409
    deliver()
    deliveries.replay(botto, delivery, by=ada)
    written = AuditEntry.objects.filter(verb="replayed", subject=f"delivery:{delivery.pk}").order_by("pk")
    assert [(entry.agent, entry.detail) for entry in written] == [(None, {"bot": "botto"}), (ada, {"bot": "botto"})]


def test_deliveries_of_another_bot_do_not_exist(endpoint, reply, other):
    assert other.get("/deliveries").json()["deliveries"] == []
    assert other.get(f"/deliveries/{Delivery.objects.latest('id').pk}").status_code == 404
