"""The steps of a playbook are words: drafts and next actions are made of them."""

import pytest
from django.core.exceptions import ValidationError

from apps.knowledge import operations as knowledge
from apps.knowledge.models import Article

NO_WORDS = [{"say": 5}, {"do": None}, {"do": ["Refund"]}]


@pytest.mark.parametrize("step", NO_WORDS)
def test_a_step_that_is_no_text_is_not_imported(db, step):
    with pytest.raises(ValidationError):
        knowledge.import_article(slug="refund", title="Refund", steps=[step])
    assert not Article.objects.exists()


@pytest.mark.parametrize("steps", ["Refund", {"do": "Refund"}, ["Refund"], *([step] for step in NO_WORDS)])
def test_a_step_that_is_no_text_is_not_saved_by_an_admin(db, steps):
    with pytest.raises(ValidationError) as refused:
        Article(slug="refund", title="Refund", steps=steps).full_clean()
    assert list(refused.value.message_dict) == ["steps"]


def test_steps_may_be_left_out_or_be_just_words(db):
    article = knowledge.import_article(slug="refund", title="Refund", steps=["Refund", {"do": "Close", "say": "Bye."}])
    article.full_clean()
    Article(slug="none", title="None").full_clean()
