"""The web process is killed while bots talk: what was acknowledged is there, once and in order."""

from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from apps.core.house.waiting import until
from handoff_client import Client

pytestmark = pytest.mark.faults
BOTS, TURNS, KILLS = 3, 40, 2


class Talker:
    """A bot that says one turn after another, each until it is acknowledged."""

    def __init__(self, stack, reference: str):
        self.stack, self.reference, self.acknowledged = stack, reference, []

    def talk(self) -> None:
        customer = {"reference": self.reference, "name": "Maya Okafor"}
        with Client(self.stack.url, self.stack.known["key"]) as bot:
            for number in range(TURNS):
                turn = {"role": "customer", "text": f"turn {number}", "id": f"{self.reference}-{number}"}
                while not self._said(bot, turn, customer):
                    pass
                self.acknowledged.append(turn["text"])

    def _said(self, bot: Client, turn: dict, customer: dict) -> bool:
        try:
            bot.send_messages(self.reference, [turn], customer=customer, key=turn["id"])
        except httpx2.TransportError:  # beyond what the client itself tries again
            return False
        return True


def test_what_was_acknowledged_is_there_once_and_in_order(stack, reference, chance):
    talkers = [Talker(stack, f"{reference}-{number}") for number in range(BOTS)]

    def count() -> int:
        return sum(len(talker.acknowledged) for talker in talkers)

    moments = sorted(chance.sample(range(5, BOTS * TURNS - 20), KILLS))
    with ThreadPoolExecutor(BOTS) as bots:
        talking = [bots.submit(talker.talk) for talker in talkers]
        for moment in moments:  # the others are in the middle of a call then
            assert until(lambda moment=moment: count() >= moment, 30)
            stack.web.kill()
            stack.web.start()
        for one in talking:
            one.result(60)

    for talker in talkers:
        assert talker.acknowledged == [f"turn {n}" for n in range(TURNS)]
        assert stack.texts(talker.reference) == talker.acknowledged
        seqs = stack.ask(
            "select e.seq from conversations_conversationevent e join conversations_conversation c "
            "on c.id = e.conversation_id where c.reference = %s order by e.id",
            talker.reference,
        )
        assert [seq for (seq,) in seqs] == list(range(1, TURNS + 1))
