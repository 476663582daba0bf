"""Find the passage that answers."""

import pytest

from apps.knowledge import operations as knowledge
from apps.knowledge.search import search


@pytest.fixture(autouse=True)
def library():
    knowledge.import_article(
        slug="duplicate",
        title="Charged twice",
        body="# Refunds\nA duplicate payment is refunded in full. Call nobody.\n\n# Holds\nA pending hold falls away.",
        intents=["billing.duplicate_charge"],
    )
    knowledge.import_article(slug="parcel", title="Late parcels", body="Parcels are traced. A refund is rare.")
    knowledge.import_article(slug="paket", title="Verspätete Pakete", body="Pakete werden gesucht.", language="de")


def slugs(*args, **about):
    return [hit.passage.article.slug for hit in search(*args, **about)]


def test_words_are_found_in_any_form():
    (hit,) = search("pending holding")
    assert (hit.passage.article.slug, hit.passage.heading, hit.used) == (
        "duplicate",
        "Holds",
        "A pending hold falls away.",
    )


def test_a_title_weighs_more_than_text():
    assert slugs("parcel refund")[0] == "parcel"


def test_each_language_has_its_own_stems():
    assert slugs("wo ist mein Paket", language="de") == ["paket"]


def test_an_intent_lifts_its_article():
    assert slugs("refund", intent="billing.duplicate_charge")[0] == "duplicate"
    assert slugs("", intent="billing.duplicate_charge") == ["duplicate"]


def test_a_retired_article_is_not_found():
    article = search("traced")[0].passage.article
    article.is_active = False
    article.save()
    assert slugs("traced") == []


@pytest.mark.parametrize("query", ["", "the", "' & | !", "\x00", "a" * 9000, "🙃", "hold:*"])
def test_any_words_may_be_asked(query):
    search(query)


def test_writing_over_an_article_replaces_its_passages():
    knowledge.import_article(slug="duplicate", title="Charged twice", body="Only this.")
    assert slugs("pending") == []
