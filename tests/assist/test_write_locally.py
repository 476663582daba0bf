"""The local writer: short, grounded, and silent about what nobody said."""

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.assist.grounding import is_grounded
from apps.assist.material import Material, Turn
from apps.assist.writers.local import LocalWriter
from apps.knowledge.models import Article

ROLES = st.sampled_from(["customer", "bot", "agent", "action", "result"])
SPOKEN = "I want refund order 48213 €89.00 cannot please Monday !! ? . FQ8APE thanks"
WORDS = st.lists(st.sampled_from(SPOKEN.split(" "))).map(" ".join)
ENDLESS = st.text(min_size=1, max_size=3).map(lambda text: f"{text} " * 200)
TEXTS = st.one_of(st.text(max_size=400), WORDS, ENDLESS)
SAID = st.lists(st.tuples(ROLES, TEXTS), max_size=12)
PLAYBOOK = Article(
    slug="p",
    kind="playbook",
    title="Refund",
    language="en",
    steps=[
        {
            "do": "Refund",
            "why": "Policy.",
            "say": "Hi {customer}, I'm {agent} from Billing. I refund {amount} on order {order_number}, "
            "reference {refund_reference}. It shows in 3–5 working days.",
        }
    ],
)


def material(*said: tuple[str, str], **about) -> Material:
    turns = [Turn(position, role, text) for position, (role, text) in enumerate(said, start=1)]
    return Material(turns=turns, through=len(turns), **about)


@settings(max_examples=150, deadline=None)
@given(SAID, st.text(max_size=600), st.sampled_from(["en", "de", "es", "fr", ""]))
def test_a_summary_is_one_paragraph_under_eighty_words(said, told, language):
    written = LocalWriter().write(material(*said, told={"summary": told}, customer="Maya Okafor", language=language))
    assert len(written.summary.split()) < 80
    assert "\n" not in written.summary
    assert all(0 < turn <= len(said) for claim in written.claims for turn in claim.turns)


@settings(max_examples=150, deadline=None)
@given(SAID, st.booleans())
def test_a_draft_holds_no_number_that_nobody_said(said, with_playbook):
    told = {"draft": "I refund €1234.00 today. Sorry for the trouble."}
    about = {"told": told, "needed": ["order_number", "amount"], "customer": "Maya"}
    written = LocalWriter().write(material(*said, playbook=PLAYBOOK if with_playbook else None, **about))
    assert is_grounded(written.draft, [*(text for _, text in said), "3–5 working days"])


def test_what_the_bot_made_up_is_dropped():
    told = {"summary": "Maya paid €99.00 for order 777. Maya wants a refund for order 48213."}
    written = LocalWriter().write(material(("customer", "I want a refund for order 48213"), told=told, customer="Maya"))
    assert "99" not in written.summary
    assert "48213" in written.summary


def test_a_silent_customer_is_not_guessed_at():
    written = LocalWriter().write(material(("bot", "Hello?"), customer="Maya"))
    assert "not said" in written.summary


def test_a_missing_fact_is_asked_for_and_never_invented():
    said = ("customer", "I want my money back, it was €89.00")
    needed = ["order_number", "amount"]
    written = LocalWriter().write(material(said, playbook=PLAYBOOK, needed=needed, customer="Maya Okafor"))
    assert [fact["name"] for fact in written.missing] == ["order_number"]
    assert written.draft.startswith("Hi Maya.")
    assert "order number, please?" in written.draft
    assert "{" not in written.draft


def test_the_next_line_follows_the_one_the_agent_has_said():
    first = "Hi Maya. I refund €89.00 on order 48213. It shows in 3–5 working days."
    said = [("customer", "order 48213, €89.00 twice"), ("agent", first), ("customer", "how will I know")]
    assert LocalWriter().write(material(*said, playbook=PLAYBOOK, customer="Maya")).draft != first


def test_an_attempt_failed_unless_the_bot_says_how_it_went():
    """`failed` is the default at the bot's door, and defaults are not kept."""
    told = {"attempts": [{"what": "Lift the lock"}, {"what": "Look it up", "outcome": "succeeded"}]}
    attempts = LocalWriter().write(material(("customer", "I am locked out"), told=told)).attempts
    assert [attempt["outcome"] for attempt in attempts] == ["failed", "succeeded"]


def test_a_bare_value_is_not_told_beside_the_fact_that_names_it():
    told = {"facts": [{"name": "charge_dates", "value": "Monday, both"}]}
    said = ("customer", "I was charged on Monday, and again on Friday")
    facts = LocalWriter().write(material(said, told=told)).facts
    assert [(fact["name"], fact["value"]) for fact in facts] == [("charge_dates", "Monday, both"), ("date", "Friday")]


def test_what_the_account_knows_stands_behind_what_was_said():
    facts = LocalWriter().write(material(("customer", "it was order 48213"), known={"email": "maya@example.com"})).facts
    assert [fact["name"] for fact in facts] == ["order_number", "email"]


def test_a_result_that_is_an_error_says_it_in_words():
    said = (
        ("customer", "where is it?"),
        ("action", 'get_order {"id": "48213"}'),
        ("result", '{"error": "order not found"}'),
    )
    (attempt,) = LocalWriter().write(material(*said)).attempts
    assert (attempt["outcome"], attempt["why"]) == ("failed", "order not found")


TOLD = {"summary": "Maya was charged twice for order 48213."}
CHARGED = [("customer", "I was charged twice for order 48213"), ("bot", "I'm passing you to a person.")]
ASKED = [*CHARGED, ("customer", "ok thanks. will I get both back or just the one?"), ("customer", "hello? anybody?")]


def test_what_a_customer_asks_while_they_wait_is_in_the_summary():
    before = LocalWriter().write(material(*CHARGED, told=TOLD, told_through=2, customer="Maya"))
    assert "now says" not in before.summary
    now = LocalWriter().write(material(*ASKED, told=TOLD, told_through=2, customer="Maya"))
    assert now.claims[-1].turns == [3]
    assert "both back or just the one?" in now.claims[-1].text


def test_thanks_with_a_question_is_not_the_end():
    said = [("customer", "I was charged twice"), ("agent", "The second payment goes back.")]
    asks = LocalWriter().write(material(*said, ("customer", "thanks! when will I see it?"), customer="Maya"))
    assert "said thanks" not in asks.summary
    assert asks.action["title"] != "Hand back to the bot"
    for thanks in ("thanks, that is all", "oh good, thank you.", "Ok great, thanks!"):
        done = LocalWriter().write(material(*said, ("customer", thanks), customer="Maya"))
        assert "said thanks" in done.summary
        assert done.action["title"] == "Hand back to the bot"


def playbook(*steps: tuple[str, str], language: str = "en") -> Article:
    told = [{"do": do, "why": "", "say": say} for do, say in steps]
    return Article(slug="p", kind="playbook", title="P", language=language, steps=told)


TWO = playbook(
    ("Stop the order", "I've stopped order {order_number}, and nobody can order anything more."),
    ("Ask about the mailbox", "Can you still get into your own mailbox, and who else can?"),
    ("Refund it", ""),
)


def written_after(*said: tuple[str, str], **about):
    return LocalWriter().write(
        material(("customer", "somebody ordered 48213, order 48213 is not mine"), *said, **about)
    )


def test_a_line_said_within_a_longer_answer_is_not_offered_again():
    long = "Hi Maya, I'm so sorry. I've stopped order 48213, and nobody can order anything more. You won't pay for it."
    written = written_after(("agent", long), ("customer", "ok"), playbook=TWO)
    assert written.draft.startswith("Can you still get into")
    assert written.action["title"] == "Ask about the mailbox"


def test_what_is_to_be_done_first_is_not_said_to_be_done():
    both = "I've stopped order 48213, nobody can order anything more. Can you get into your own mailbox, who else can?"
    written = written_after(("agent", both), ("customer", "only me"), playbook=TWO)
    assert written.draft == ""
    assert written.action["title"] == "Refund it"


def test_thanks_in_the_middle_are_not_the_end():
    written = written_after(
        ("agent", "I've stopped order 48213."), ("customer", "thank you. I feel lost"), playbook=TWO
    )
    assert written.action["title"] != "Hand back to the bot"
    written = written_after(("agent", "I've stopped order 48213."), ("customer", "great, thank you!!"), playbook=TWO)
    assert written.action["title"] == "Hand back to the bot"
    assert "frustrated" not in written.summary


def test_a_question_is_answered_from_an_article_for_customers():
    passage = (
        "Orders arrive in two parcels. When the mistake was ours, the courier is free of charge and brings the label."
    )
    source = {"number": 1, "article": 7, "slug": "a", "title": "A", "url": "", "internal": False, "passage": passage}
    said = [("agent", "I'm sending the right one."), ("customer", "is the courier free of charge?")]
    assert "courier is free of charge" in written_after(*said, sources=[source | {"used": passage}]).draft
    internal = source | {"used": passage, "internal": True}
    assert "courier" not in written_after(*said, sources=[internal]).draft


def test_a_promise_to_look_is_offered_once():
    look = "I'm looking into it now and will write here as soon as I know more."
    asked = [("agent", "I'm here."), ("customer", "and where is it now?")]
    assert written_after(*asked).draft == look
    assert written_after(*asked, ("agent", look), ("customer", "so, where is it?")).draft == ""


def test_a_bot_s_draft_that_lost_its_point_is_not_offered():
    told = {"draft": "I've refunded €19.80 to your card ending 8841 on 3 May. You'll get an email."}
    said = ("customer", "I was charged again after leaving")
    assert "email" not in LocalWriter().write(material(said, told=told, customer="Rachel Steiner")).draft


def test_who_only_asks_for_a_person_is_asked_what_it_is_about():
    written = LocalWriter().write(
        material(("customer", "agent"), ("customer", "human please"), customer="Walter Birch")
    )
    assert written.action["title"] == "Ask what the customer needs"
    assert written.draft.endswith("What can I do for you?")


def test_facts_are_asked_for_in_the_language_of_the_chat_or_not_at_all():
    about = {"needed": ["order_number", "site_count"], "language": "de", "customer": "Gerda Hollmann"}
    draft = LocalWriter().write(material(("customer", "Wo bleibt mein Paket?"), **about)).draft
    assert "Bestellnummer" in draft
    assert "ite count" not in draft


def test_what_the_bot_did_points_at_the_bot_s_own_turn():
    told = {"summary": "Hannah reports an order. The bot could not stop order 62018."}
    said = [
        ("customer", "stop order 62018, I did not order that"),
        ("bot", "I tried to stop order 62018 and could not."),
    ]
    claims = LocalWriter().write(material(*said, told=told, customer="Hannah")).claims
    assert [claim.turns for claim in claims if claim.text.startswith("The bot")] == [[2]]


def test_what_they_came_for_stays_the_headline_after_an_answer():
    said = [("customer", "my order 48213 is late"), ("agent", "I am on it."), ("customer", "what CAN you give me?")]
    assert "48213" in LocalWriter().write(material(*said, customer="Maya")).claims[0].text


def test_an_address_of_ours_is_not_the_customer_s():
    said = [("customer", "who can help?"), ("agent", "Write to legal@marlowick.example, please.")]
    assert not LocalWriter().write(material(*said)).facts


def test_what_is_wanted_may_be_said_only_after_a_person_has_asked():
    said = [("customer", "agent"), ("customer", "human please"), ("agent", "Hi, I'm Ada. What can I do for you?")]
    said += [("customer", "I sent a lamp to my sister's old address by mistake")]
    assert "old address" in LocalWriter().write(material(*said, customer="Walter Birch")).claims[0].text
