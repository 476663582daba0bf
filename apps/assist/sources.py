"""The sources of a brief: what the bot cited first, then the playbook and the articles that search finds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from apps.conversations.models import Conversation
from apps.knowledge.models import Article
from apps.knowledge.search import Hit, by_intent, search, used_sentence

from .vocabulary import only_asks_for_person

if TYPE_CHECKING:
    from .material import Turn

MOST = 6


@dataclass(frozen=True)
class Found:
    playbook: Article | None
    listed: list[dict[str, Any]]  # as Brief.sources


def find(conversation: Conversation, turns: "Sequence[Turn]", told: dict, asking: Sequence[str] = ()) -> Found:
    """Numbered from 1, best first, at most `MOST`; what the bot used itself stands first.

    `asking`: questions that are open once a person has answered; then they say what is looked for.
    """
    said = [turn.text for turn in turns if turn.role == "customer" and not only_asks_for_person(turn.text)]
    is_answered = any(turn.role == "agent" for turn in turns)
    question = " ".join(asking if asking and is_answered else said[-4:])
    language, intent = conversation.language, conversation.intent
    playbook = by_intent(intent, kind=Article.Kind.PLAYBOOK, language=language) if intent else None
    used = cited(turns, told)
    known = _articles(used)
    listed = [_cited(citation, known, question) for citation in used]
    hits = search(question, language=language, intent=intent, limit=MOST) if question or intent else []
    best = hits[0].score if hits else 0
    listed += [
        _hit(hit) for hit in hits if hit.score >= best / 4 or hit.passage.article_id == getattr(playbook, "pk", 0)
    ]
    if playbook and playbook.pk not in {source["article"] for source in listed}:
        listed.insert(min(2, len(listed)), _article(playbook, question))
    return Found(playbook, _numbered(listed))


def cited(turns: "Iterable[Turn]", told: dict) -> list[dict]:
    """The bot's own citations, each once: of the handoff first, then those of its turns, newest first."""
    found: dict[str, dict] = {}
    said = [citation for turn in reversed(list(turns)) for citation in turn.facts.get("citations") or ()]
    for citation in [*(told.get("citations") or ()), *said]:
        citation = {"slug": citation} if isinstance(citation, str) else citation
        if isinstance(citation, dict) and (key := citation.get("slug") or citation.get("url") or citation.get("title")):
            found.setdefault(str(key), citation)
    return list(found.values())


def _articles(citations: Sequence[dict]) -> dict[str, Article]:
    """By slug and by address: those that are cited, with their passages."""
    slugs, urls = ([citation[name] for citation in citations if citation.get(name)] for name in ("slug", "url"))
    if not slugs and not urls:
        return {}
    found = list(Article.objects.filter(Q(slug__in=slugs) | Q(url__in=urls)).prefetch_related("passages"))
    by_url = {article.url: article for article in reversed(found) if article.url}
    return by_url | {article.slug: article for article in found}


def _cited(citation: dict, known: Mapping[str, Article], question: str) -> dict[str, Any]:
    article = known.get(citation.get("slug") or "") or known.get(citation.get("url") or "")
    passage = str(citation.get("passage") or "")
    if article:
        return _article(article, passage or question)
    title = str(citation.get("title") or citation.get("url") or citation.get("slug"))
    used = used_sentence(passage, question)
    return _source(None, "", title, str(citation.get("url") or ""), False, passage, used)


def _article(article: Article, about: str) -> dict[str, Any]:
    passages = list(article.passages.all())
    ranked = [(used_sentence(passage.text, about), passage) for passage in passages]
    used, passage = max(ranked, key=lambda pair: _shared(pair[0], about), default=("", None))
    text = passage.text if passage else ""
    return _source(article.pk, article.slug, article.title, article.url, _is_internal(article), text, used)


def _hit(hit: Hit) -> dict[str, Any]:
    article, text = hit.passage.article, hit.passage.text
    return _source(article.pk, article.slug, article.title, article.url, _is_internal(article), text, hit.used)


def _source(article, slug: str, title: str, url: str, internal: bool, passage: str, used: str) -> dict[str, Any]:
    return {
        "article": article,
        "slug": slug,
        "title": title,
        "url": url,
        "internal": internal,
        "passage": passage,
        "used": used,
    }


def _is_internal(article: Article) -> bool:
    return article.is_internal or article.kind == Article.Kind.PLAYBOOK


def _numbered(listed: list[dict]) -> list[dict]:
    once: dict[Any, dict] = {}
    for source in listed:
        once.setdefault(source["article"] or source["title"], source)
    return [{"number": number, **source} for number, source in enumerate(list(once.values())[:MOST], start=1)]


def _shared(left: str, right: str) -> int:
    return len(set(left.lower().split()) & set(right.lower().split()))
