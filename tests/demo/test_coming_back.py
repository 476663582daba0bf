"""What the demo bot says after a handback."""

import pytest

from apps.demo import coming_back, content

ABOUT = {"first_name": "Maya", "agent": "Ada Lund", "intent": "billing.duplicate_charge"}


def ends(*open_: str, language: str = "en", **about: str) -> list[dict]:
    """What follows the hello."""
    return coming_back.turns({"open": list(open_)}, language=language, **ABOUT | about)[1:]


def test_it_says_hello_with_what_was_promised_and_no_more_where_nothing_is_open():
    (hello,) = coming_back.turns({"promised": ["Back by Friday."], "open": []}, language="en", **ABOUT)
    assert "not a person" in hello["text"]
    assert "Ada" in hello["text"]
    assert "“Back by Friday”" in hello["text"]


@pytest.mark.parametrize(
    ("question", "language", "intent", "article", "answer"),
    [
        ("do I get an email about the refund?", "en", "billing.duplicate_charge", "how-long-refunds-take", "RF-"),
        ("so i get €89.00 back and keep the order?", "en", "billing.duplicate_charge", "duplicate-charges", "You keep"),
        ("so I don't have to pay it?", "en", "fraud.report", "report-fraud", "don't pay for an order you did not make"),
        (
            "Muss ich für die zweite Sendung etwas bezahlen?",
            "de",
            "delivery.delay",
            "verspaetete-lieferung",
            "müssen Sie nichts bezahlen",
        ),
    ],
)
def test_an_open_question_is_answered_from_the_article_that_answers_it(question, language, intent, article, answer):
    (end,) = ends(f"Customer asked: “{question}”", language=language, intent=intent)
    assert question in end["text"]
    assert answer in end["text"]
    assert end["citations"] == [article]


@pytest.mark.parametrize("question", ["both months?", "what do I do with the old phone?", "do I get that in writing?"])
def test_what_no_article_answers_is_taken_up_and_not_guessed(question):
    (end,) = ends(f"Customer asked: “{question}”")
    assert question in end["text"]
    assert "a person" in end["text"]
    assert "citations" not in end
    assert end["offers_person"]


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_what_the_agent_asked_last_is_kept_up_in_their_name(language):
    (end,) = ends("Agent asked: “Could you send me a photo?”", language=language)
    assert "Ada" in end["text"]
    assert "Could you send me a photo?" in end["text"]


def test_what_an_agent_has_noted_in_their_own_words_is_asked_about():
    (end,) = ends("The invoice has to reach them")
    assert "“The invoice has to reach them” Is it?" in end["text"]


@pytest.mark.parametrize("called", ["hello?", "are you still there?", "??", "are you a real person?"])
def test_calling_for_somebody_is_no_open_matter(called):
    assert ends(f"Customer asked: “{called}”") == []
    (end,) = ends(f"Customer asked: “{called}”", "Customer asked: “is there a reference?”")
    assert "is there a reference?" in end["text"]


def test_it_answers_the_same_each_time_and_never_from_what_is_for_agents():
    internal = {slug for slug, article in content.articles().items() if article["internal"]}
    questions = [question for intent in content.intents() for question in intent.get("examples", [])]
    assert len(questions) > 50
    for question in questions:
        (first,), (again,) = ends(f"Customer asked: “{question}”"), ends(f"Customer asked: “{question}”")
        assert first == again
        assert not internal & set(first.get("citations", []))
        assert all(content.articles()[slug]["kind"] == "article" for slug in first.get("citations", []))
