from dataclasses import dataclass, field
from typing import Any, Protocol

from ..material import Material

WORDS = 79  # a summary is under 80 words, counted


class WriterFailed(Exception):
    """No answer, or none that can be used. Its words are shown to agents, so they carry no secrets."""


@dataclass(frozen=True)
class Claim:
    """One sentence of the summary and the positions of the turns that bear it."""

    text: str
    turns: list[int]


@dataclass(frozen=True)
class Written:
    """All that a writer says of a conversation; the fields are those of Brief, Draft and NextAction."""

    claims: list[Claim]
    action: dict[str, Any]  # {title, why, source, confidence}
    facts: list[dict[str, Any]] = field(default_factory=list)
    missing: list[dict[str, Any]] = field(default_factory=list)
    attempts: list[dict[str, Any]] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)
    draft: str = ""
    draft_sources: list[int] = field(default_factory=list)

    @property
    def summary(self) -> str:
        return " ".join(claim.text for claim in self.claims)


class Writer(Protocol):
    name: str

    def write(self, material: Material) -> Written:
        """Read the conversation. Raises WriterFailed."""
        ...

    def rewrite(self, material: Material, text: str, how: str) -> str:
        """The same reply: `shorter`, `warmer`, or said `again` another way. Raises WriterFailed."""
        ...
