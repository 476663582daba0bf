from apps.conversations import operations as conversations
from apps.feedback import operations as feedback
from apps.feedback.queries import ratings_of
from apps.policy import operations as policies


def test_erasing_a_customer_takes_the_comment_and_keeps_the_scores(claimed, alice, maya, sam):
    rating = feedback.rate(claimed, alice, summary=2, summary_reasons=["outdated"], comment="Maya says her bank knows")

    conversations.erase_customer(maya)

    rating.refresh_from_db()
    assert (rating.comment, rating.summary, rating.summary_reasons) == ("", 2, ["outdated"])
    assert not ratings_of(sam).exists()


def test_what_a_bot_said_of_a_customer_goes_from_decisions(conversation, maya):
    decision = policies.decide(conversation, signals={"sentiment": "angry"})

    conversations.erase_customer(maya)

    decision.refresh_from_db()
    assert (decision.escalate, decision.signals, decision.fired) == (True, {}, [])
