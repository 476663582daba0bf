"""Writes from the conversation alone, the same every time, in milliseconds: the product works without any model."""

import re

from .. import attempts, facts
from ..material import Material
from .action import next_action
from .phrases import say
from .reply import reply
from .said import sentences
from .summary import claims
from .written import Written

_PLEASANTRY = re.compile(
    r"^\W*(?:i'?m (?:so |very )?sorry|sorry|thank|thanks|i understand|i appreciate|please let|feel free|"
    r"if you (?:have|need)|let me know|you don'?t need|es tut mir|vielen dank|danke|siento|gracias|"
    r"i'm here|i've read|ich bin hier)\b",
    re.IGNORECASE,
)


class LocalWriter:
    """The deterministic writer."""

    name = "local"

    def write(self, material: Material) -> Written:
        known = facts.collect(material)
        missing = facts.missing(material, known)
        tried = attempts.collect(material)
        answer = reply(material, known, missing)
        return Written(
            claims=claims(material, known, tried),
            facts=[fact.as_dict() for fact in known],
            missing=missing,
            attempts=tried,
            sources=list(material.sources),
            draft=answer.text,
            draft_sources=answer.sources,
            action=next_action(material, known, missing),
        )

    def rewrite(self, material: Material, text: str, how: str) -> str:
        """By rearranging what is there: no sentence comes in that says anything."""
        if how == "shorter":
            return self._shorter(text)
        if how == "warmer":
            return self._warmer(material, text)
        return self._again(material, text)

    def _shorter(self, text: str) -> str:
        """Without pleasantries; where there are none, without the last sentence that is no question."""
        pieces = sentences(text)
        plain = [one for one in pieces if not _PLEASANTRY.match(one)] or pieces[:1]
        statements = [one for one in plain if not one.endswith("?")]
        if len(plain) == len(pieces) and len(statements) > 1:
            plain.remove(statements[-1])
        return " ".join(plain)

    def _warmer(self, material: Material, text: str) -> str:
        pieces = sentences(text)
        greeted = bool(pieces) and re.match(r"\W*(?:hi|hello|hallo|guten|hola)\b[^.!?]{0,40}[,.!:]", pieces[0], re.I)
        start, end = say(material.language, "warm_start"), say(material.language, "warm_end")
        if start not in pieces:
            pieces.insert(1 if greeted else 0, start)
        return " ".join([*pieces, *([] if end in pieces else [end])])

    def _again(self, material: Material, text: str) -> str:
        """Another way: as the conversation stands now, or else the same after another opening."""
        fresh, again = self.write(material).draft, say(material.language, "again")
        if fresh and fresh != text:
            return fresh
        return text.removeprefix(again + " ") if text.startswith(again) else f"{again} {text}"
