import pytest

from apps.policy import signs


@pytest.mark.parametrize(
    "text",
    [
        "I want to talk to a human",
        "can I speak with a real person please?",
        "get me an agent",
        "then get me a person please. card ending 4455 if they need it",
        "AGENT!!",
        "human please",
        "I cannot understand you, put me through to someone",
        "how do I speak with a person?",
        "No. Connect me to a supervisor",
        "I need to speak to customer service regarding my flight",
        "Ich möchte mit einem Menschen sprechen",
        "Kann ich bitte mit jemandem reden?",
        "Verbinden Sie mich bitte mit einem Mitarbeiter",
        "Mensch bitte",
        "Quiero hablar con una persona",
        "necesito un agente humano",
        "¿puedo hablar con alguien?",
    ],
)
def test_asking_for_a_person_is_heard(text):
    assert signs.asks_for_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "I don't want to talk to a person",
        "am I talking to a real person?",
        "do i have to contact someone to use my points",
        "I already talked to an agent yesterday about the refund",
        "someone stole my card",
        "I need someone to find out where my money went",
        "I am the person who ordered it",
        "Ich möchte nicht mit einem Menschen sprechen",
        "no quiero hablar con nadie",
        "can I transfer money to someone in Spain?",
        "",
    ],
)
def test_other_talk_of_people_is_not(text):
    assert not signs.asks_for_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "no, both are booked since Monday. I already waited a week!!",
        "this is ridiculous",
        "I ALREADY TOLD YOU THREE TIMES",
        "Das ist eine Frechheit",
        "Zum dritten Mal: es funktioniert nicht",
        "Esto es inaceptable, llevo tres semanas esperando",
        "It took you long enough. I don't have all day",
        "so you can't help me at all",
        "Thanks a lot for nothing, dummy",
        "I have been waiting forever for my ride",
        "worst service I ever had",
    ],
)
def test_frustration_is_heard_and_quoted(text):
    score, words = signs.frustration(text)

    assert score >= 0.6
    assert all(word in text for word in words)


@pytest.mark.parametrize(
    "text",
    [
        "tell me a joke",
        "thanks!",
        "Where is order 48213?",
        "I'm waiting at home",
        "OK DHL",
        "I feel so stupid",
        "I'm such an idiot, I forgot my PIN",
        "my sense of direction is terrible",
        "I have a horrible headache",
        "his brother is a show off and so annoying",
        "Monday is no good",
    ],
)
def test_calm_words_are_calm(text):
    assert signs.frustration(text)[0] < 0.6


def test_a_mention_is_a_whole_word_unless_starred():
    assert signs.mentions("This is Fraudulent", ["fraud*"])
    assert not signs.mentions("This is Fraudulent", ["fraud"])
    assert not signs.mentions("the courtyard", ["court"])
    assert not signs.mentions("anything", [""])
