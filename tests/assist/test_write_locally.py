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


def test_a_shorter_reply_keeps_its_question():
    text = "I'm sorry about that. I have your photos. The courier comes on Monday. Which day suits you?"
    shorter = LocalWriter().rewrite(material(), text, "shorter")
    assert len(shorter) < len(text)
    assert shorter.endswith("Which day suits you?")


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
