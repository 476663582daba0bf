"""Every scenario can be told about each of its people, and what it cites exists."""

import re
from datetime import date

import pytest

from apps.demo import content
from apps.demo.acts import ASKED, DONE

SCENARIOS = content.scenarios()
LEAVES = {intent["slug"] for intent in content.intents() if "parent" in intent}
ACTS = set(DONE) | {"cannot", "asks_any", "explain", "english"}
REASONS = {
    "explicit_request",
    "low_confidence",
    "repeated_failure",
    "frustration",
    "out_of_scope",
    "high_risk",
    "policy",
    "other",
}
TELLINGS = [(slug, person) for slug, scenario in SCENARIOS.items() for person in range(scenario.people)]


def test_there_are_enough_of_them_and_they_differ_in_what_the_bot_says():
    assert len(SCENARIOS) >= 14
    assert len({len(scenario.told["handoff"]) for scenario in SCENARIOS.values()}) >= 5


@pytest.mark.parametrize(("slug", "person"), TELLINGS)
def test_a_telling_leaves_no_blank(slug, person):
    telling = SCENARIOS[slug].tell(person)
    told = repr([telling.customer, telling.turns, telling.handoff, telling.tail, telling.page])
    assert not re.findall(r"\{\w+\}|@[+-]\d+d", told)


@pytest.mark.parametrize("slug", SCENARIOS)
def test_all_it_names_exists(slug):
    told, articles = SCENARIOS[slug].told, content.articles()
    turns = told["turns"] + told["tail"]
    cited = [article for turn in turns for article in turn.get("citations", [])] + told["handoff"].get("citations", [])
    assert set(cited) <= set(articles)
    assert told["handoff"].get("next_action", {}).get("source", cited[0] if cited else None) in [*articles, None]
    assert told["intent"] in LEAVES
    assert told["handoff"]["reason"] in REASONS
    assert 1 <= told["handoff"].get("evidence", 1) <= len(told["turns"])


@pytest.mark.parametrize("slug", SCENARIOS)
def test_its_customer_reacts_to_acts_and_facts_that_are_recognised(slug):
    told = SCENARIOS[slug].told
    for reaction in told["reactions"]:
        named = {act for key in ("on", "all", "needs", "needs_not") for act in reaction.get(key, [])}
        assert named <= ACTS
    assert set(told["known"]) <= set(ASKED)


@pytest.mark.parametrize("slug", SCENARIOS)
def test_no_customer_has_the_reference_of_another(slug):
    references = [SCENARIOS[s].tell(p).customer["reference"] for s, p in TELLINGS]
    assert len(references) == len(set(references))


def test_a_summary_stays_under_eighty_words():
    for slug, person in TELLINGS:
        assert len(SCENARIOS[slug].tell(person).handoff.get("summary", "").split()) < 80


def test_days_are_written_as_the_language_writes_them():
    english = SCENARIOS["duplicate-charge"].tell(today=date(2026, 3, 10))
    german = SCENARIOS["spaetes-paket"].tell(today=date(2026, 3, 10))
    assert english.fill("@-6d") == "4 March"
    assert german.fill("@+1d") == "11. März"
