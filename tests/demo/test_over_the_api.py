"""The demo in front of the real API: what the desk in memory promises is what the product does."""

from collections.abc import Callable, Iterator

import httpx2
import pytest
from django.core.wsgi import get_wsgi_application

from apps.conversations import operations as conversations
from apps.conversations.models import Conversation, Holder, Message
from apps.core.house.waiting import until
from apps.demo import content, handover, seeding, visits
from apps.handoffs import operations as handoffs
from apps.handoffs.models import Handback, Handoff, State
from apps.people.models import Agent
from handoff_client import Client

pytestmark = pytest.mark.django_db(transaction=True)  # events show once they are committed


@pytest.fixture
def api(settings) -> Iterator[Client]:
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["testserver"]
    seeding.seed()
    transport = httpx2.WSGITransport(app=get_wsgi_application())
    with Client("http://testserver", seeding.keys()["bot_key"], transport=transport) as client:
        yield client


def listens_until(visit: visits.Visit, api: Client, told: Callable[[], bool]) -> None:
    """As the page does, again and again: an event shows a look later where a transaction beside it has just ended."""
    assert until(lambda: [visits.listen(visit, api)] and told(), 20), visit.lines


def test_a_visitor_meets_a_person_and_the_bot_again(api):
    visit = visits.begin()
    visits.listen(visit, api)
    visits.speak(visit, "I was charged twice for order 48213", api)
    visits.speak(visit, "can I talk to a person please", api)
    handoff = Handoff.objects.get()
    assert handoff.team.slug == "billing"
    assert handoff.reason == "explicit_request"
    assert handoff.evidence.text == "can I talk to a person please"

    ada = Agent.objects.get(email="ada@example.com")
    handoffs.claim(handoff, agent=ada)
    conversations.send_reply(handoff.conversation, agent=ada, text="I've refunded it.", token="1")
    listens_until(visit, api, lambda: visit.lines[-1]["who"] == "agent")
    assert visit.lines[-1] == {"who": "agent", "text": "I've refunded it.", "name": "Ada"}

    handoffs.hand_back(handoff, agent=ada, brief={"promised": ["The money is back by Friday."]})
    listens_until(visit, api, lambda: Handback.objects.get().state == Handback.State.ACCEPTED)
    listens_until(visit, api, lambda: "back by Friday" in visit.lines[-1]["text"])
    assert Conversation.objects.get().holder == Holder.BOT
    assert Message.objects.filter(role="bot").last().text == visit.lines[-1]["text"]

    visits.speak(visit, "thanks", api)
    assert visit.lines[-1]["who"] == "bot"


def test_who_was_away_longer_than_a_handback_waits_still_hears_the_person(api):
    visit = visits.begin()
    visits.speak(visit, "human", api)
    handoff, ada = Handoff.objects.get(), Agent.objects.get(email="ada@example.com")
    handoffs.claim(handoff, agent=ada)
    handoffs.expire_handback(handoffs.hand_back(handoff, agent=ada, brief={}))
    conversations.send_reply(handoff.conversation, agent=ada, text="Still here.", token="1")
    listens_until(visit, api, lambda: visit.lines[-1]["text"] == "Still here.")
    assert visit.stage == "agent"


def test_a_bot_that_speaks_too_late_after_it_had_the_chat_back_keeps_the_persons_words(api):
    visit = visits.begin()
    visits.speak(visit, "human", api)
    handoff, ada = Handoff.objects.get(), Agent.objects.get(email="ada@example.com")
    handoffs.claim(handoff, agent=ada)
    handback = handoffs.hand_back(handoff, agent=ada, brief={"promised": ["It is back by Friday."]})
    handoffs.accept_handback(handback)
    handoffs.take_over(handback, agent=ada)
    conversations.send_reply(handoff.conversation, agent=ada, text="One more thing.", token="1")
    listens_until(visit, api, lambda: visit.lines[-1]["text"] == "One more thing.")
    assert visit.stage == "agent"


def test_who_starts_again_leaves_no_ghost_in_the_queue(api):
    visit = visits.begin()
    visits.speak(visit, "human", api)
    visits.leave(visit, api)
    assert Handoff.objects.get().state == State.CANCELLED


def test_every_telling_is_taken_and_reaches_the_team_of_its_intent(api):
    team = {intent["slug"]: intent["team"] for intent in content.intents()}
    for slug, scenario in content.scenarios().items():
        for person in range(scenario.people):
            telling, reference = scenario.tell(person), f"{slug}.{person}"
            turns = [handover.message(turn, telling, f"{reference}:{n}") for n, turn in enumerate(telling.turns, 1)]
            api.send_messages(reference, turns, **handover.about(telling))
            api.hand_over(**handover.payload(telling, reference, telling.handoff, epoch=1))
            handoff = Handoff.objects.get(conversation__reference=reference)
            says_what = "confidence" in telling.handoff
            assert handoff.team.slug == (team[scenario.told["intent"]] if says_what else handoff.team.slug), slug
    found = Handoff.objects.values_list("completeness", flat=True)
    assert min(found) < 50
    assert max(found) == 100
