from functools import reduce

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, GeneratedField, Value, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

# What PostgreSQL can stem. Any other language is searched by its words as they stand.
CONFIGS = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}


def config_of(language: str) -> str:
    """The text search configuration of a language tag: `de-AT` is searched as German."""
    return CONFIGS.get(language[:2].lower(), "simple")


def _vector(config: str) -> Combinable:
    parts: list[Combinable] = [SearchVector(name, weight=weight, config=config) for name, weight in WEIGHTS.items()]
    return reduce(lambda left, right: left + right, parts)


WEIGHTS = {"title": "A", "heading": "B", "text": "C"}


def check_steps(steps: object) -> None:
    """Writers put them together with what was said. Raises ValidationError."""
    if not isinstance(steps, list) or not all(map(_is_step, steps)):
        raise ValidationError(_("Steps are a list of {“do”, “why”, “say”}, and each of these is text."))


def _is_step(step: object) -> bool:
    return isinstance(step, dict) and all(isinstance(words, str) for words in step.values())


class Article(models.Model):
    """A page of knowledge. A playbook is one for agents that says what to do, step by step."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("Article")
        PLAYBOOK = "playbook", _("Playbook")

    slug = models.SlugField(max_length=200, unique=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.ARTICLE)
    title = models.CharField(max_length=300)
    section = models.CharField(max_length=120, blank=True)
    body = models.TextField(blank=True, help_text=_("Markdown"))
    url = models.URLField(max_length=500, blank=True)  # where customers read it; empty when they cannot
    is_internal = models.BooleanField(default=False)  # for agents' eyes: never quoted or linked to a customer
    language = models.CharField(max_length=16, default="en")
    intents = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    sources = ArrayField(models.CharField(max_length=200), default=list, blank=True)  # slugs a playbook rests on
    # [{do, why, say}]; `say` is a reply pattern with {facts}
    steps = models.JSONField(default=list, blank=True, validators=[check_steps])
    reply = models.TextField(blank=True)  # the suggested reply of the whole article, a pattern with {facts}
    is_active = models.BooleanField(default=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["title"]
        indexes = [GinIndex(fields=["intents"], name="article_intents")]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Passages follow the body, whoever saves it: an operation, the admin, a fixture."""
        from .passages import rewrite_passages

        super().save(*args, **kwargs)
        rewrite_passages(self)


class Passage(models.Model):
    """A piece of an article under one heading: what a search finds and a citation shows."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    heading = models.CharField(max_length=300, blank=True)
    text = models.TextField()  # plain words, Markdown taken off
    title = models.CharField(max_length=300)  # the article's, and
    language = models.CharField(max_length=2)  # its language: a generated column sees its own row only
    words = GeneratedField(
        expression=Case(
            *[When(language=Value(tag), then=_vector(config)) for tag, config in CONFIGS.items()],
            default=_vector("simple"),
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "position"], name="passage_position")]
        indexes = [GinIndex(fields=["words"], name="passage_words")]
        ordering = ["article", "position"]

    def __str__(self):
        return f"{self.title}: {self.heading or self.text[:60]}"
