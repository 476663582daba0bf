"""The only writer of articles and their passages."""

from django.db import transaction

from .models import Article, check_steps


def import_article(*, slug: str, title: str, body: str = "", **about) -> Article:
    """Write an article, or write over the one of the same slug; its passages follow.

    `about`: kind, section, url, is_internal, language, intents, sources, steps, reply, is_active. A step is
    `{do, why, say}` or just the words of what to do. Raises ValidationError for one that is anything else.
    """
    about["steps"] = [_step(step) for step in about.get("steps", [])]
    check_steps(about["steps"])
    with transaction.atomic():
        article = Article.objects.select_for_update().filter(slug=slug).first() or Article(slug=slug)
        for name, value in {"title": title, "body": body, **about}.items():
            setattr(article, name, value)
        article.save()
    return article


def _step(step: str | dict) -> dict:
    step = {"do": step} if isinstance(step, str) else step
    return {"do": "", "why": "", "say": ""} | step
