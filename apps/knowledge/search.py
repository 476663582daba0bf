"""Find the passages that answer, by PostgreSQL full text: stemmed per language, titles above text.

A customer's words are many and loose, so a passage need not have all of them: the query is the *or* of its
lexemes, and a passage counts by `ts_rank` times the share of the query's lexemes that it has.
"""

import re
from dataclasses import dataclass

from django.db import connection

from .models import Article, Passage, config_of
from .passages import sentences

MATCHED_INTENT = 0.5  # what knowing the intent is worth, on the scale of a good match's score
MATCHED_TOPIC = 0.15  # `billing` where the article says `billing.duplicate_charge`, or the other way round
SAME_LANGUAGE = 1.5  # an article in the customer's language can be quoted to them
LONGEST_QUERY = 2000  # characters; more is a transcript, whose end matters most

_SQL = """
WITH asked AS MATERIALIZED (
    SELECT tag, query, greatest(numnode(query), 1) AS size FROM (
        SELECT tag, replace(plainto_tsquery(config::regconfig, %(query)s)::text, ' & ', ' | ')::tsquery AS query
        FROM unnest(%(tags)s::text[], %(configs)s::text[]) AS t(tag, config)
    ) AS q
), scored AS (
    SELECT p.id, p.article_id,
        ts_rank('{0.1, 0.4, 0.7, 1.0}', p.words, q.query, 1) * CASE WHEN p.language = %(language)s
            THEN %(same)s ELSE 1 END
        + CASE WHEN %(intent)s <> '' AND a.intents && %(intents)s::varchar[] THEN %(exact)s
            WHEN %(topic)s <> ''
                AND EXISTS (SELECT 1 FROM unnest(a.intents) AS i WHERE split_part(i, '.', 1) = %(topic)s)
            THEN %(near)s ELSE 0 END AS score
    FROM knowledge_passage p
    JOIN knowledge_article a ON a.id = p.article_id AND a.is_active
    JOIN asked q ON q.tag = CASE WHEN p.language = ANY(%(tags)s::text[]) THEN p.language ELSE '' END
    WHERE p.words @@ q.query OR a.intents && %(intents)s::varchar[]
), best AS (
    SELECT DISTINCT ON (article_id) id, score FROM scored ORDER BY article_id, score DESC, id
)
SELECT id, score FROM best WHERE score > 0 ORDER BY score DESC, id LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Hit:
    """A passage, how well it fits (0 and up, comparable within one search), and the sentence of it to show."""

    passage: Passage
    score: float
    used: str


def search(query: str, *, language: str = "", intent: str = "", limit: int = 5) -> list[Hit]:
    """The best passage of each of the `limit` best articles, best first."""
    query = query.replace("\x00", " ")[-LONGEST_QUERY:]
    tags = _tags()
    asked: dict[str, str | float | list[str]] = {
        "query": query,
        "tags": tags,
        "configs": [config_of(tag) for tag in tags],
        "language": language[:2].lower(),
        "intent": intent,
        "topic": intent.split(".")[0],
        "intents": [intent] if intent else [],
        "same": SAME_LANGUAGE,
        "exact": MATCHED_INTENT,
        "near": MATCHED_TOPIC,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, asked)
        scores = dict(cursor.fetchall())
    passages = Passage.objects.select_related("article").in_bulk(scores)
    return [Hit(passages[pk], score, used_sentence(passages[pk].text, query)) for pk, score in scores.items()]


def by_intent(intent: str, *, kind: str, language: str = "") -> Article | None:
    """The article of this kind for an intent, or for the topic above it; in `language` when there is one."""
    for wanted in filter(None, (intent, intent.split(".")[0])):
        found = Article.objects.filter(kind=kind, is_active=True, intents__contains=[wanted]).order_by("pk")
        if found:
            tag = language[:2].lower()
            return next((one for one in found if one.language[:2] == tag), found[0])
    return None


def used_sentence(text: str, query: str) -> str:
    """The sentence of `text` that shares most with `query`; the first one when none does."""
    found = sentences(text)
    if not found:
        return ""
    asked = _stems(query)
    return max(found, key=lambda sentence: len(_stems(sentence) & asked) / (4 + len(_stems(sentence))) ** 0.5)


def _tags() -> list[str]:
    return sorted({"", *Passage.objects.order_by().values_list("language", flat=True).distinct()})


def _stems(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"\w{4,}|\d+", text.lower())}
