"""A simulated customer: answers what the agent really wrote, gives a fact when asked, gets impatient, says goodbye.

Pure: no clock, no network. The caller says what was heard and how long it has been quiet, and sends what comes back.
"""

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from . import manners
from .acts import PASSING, Acts, acts_in, facts_asked_in
from .scenarios import Telling

BETWEEN = 4.0  # seconds between two lines of one answer
PAUSE = 8.0  # seconds before an answer that says nothing of its own


@dataclass(frozen=True)
class Line:
    after: float  # seconds after the line before it
    text: str


@dataclass
class Memory:
    """What the actor remembers, small enough to write down between two runs."""

    used: list[int] = field(default_factory=list)  # reactions
    heard: list[str] = field(default_factory=list)  # acts, over all turns
    given: list[str] = field(default_factory=list)  # facts
    fallbacks: int = 0
    complaints: int = 0  # lines of impatience said
    objections: list[str] = field(default_factory=list)  # to what no story foresees; see manners.py
    is_settled: bool = False
    said_goodbye: bool = False

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


GOODBYE = {"en": "bye 👋", "de": "Auf Wiedersehen", "es": "adiós 👋"}
AGAIN = {"en": "as I said: ", "de": "wie gesagt: ", "es": "como dije: "}


@dataclass
class Actor:
    telling: Telling
    memory: Memory = field(default_factory=Memory)

    def hear(self, text: str, *, agent: str = "") -> list[Line]:
        """The customer's answer to an agent's words; empty when there is nothing to say."""
        acts = acts_in(text, language=self.telling.scenario.language)
        if objection := self._object(text, acts):
            return [objection]
        asked = [fact for fact in facts_asked_in(text) if fact in self.telling.scenario.told.get("known", {})]
        reaction = None if self.memory.is_settled else self._reaction(text, acts, gave_facts=bool(asked))
        answers = reaction.get("answers", []) if reaction else []
        lines = self._give(asked, besides=answers) + (self._say(reaction) if reaction else [])
        self.memory.heard = sorted({*self.memory.heard, *acts})
        lines = lines or self._lost(text, acts) or self._small_talk(acts)
        first_name = agent.split()[0] if agent else ""
        return [Line(line.after, self._spoken(line.text, first_name)) for line in lines]

    def _object(self, text: str, acts: Acts) -> Line | None:
        """To an insult, another language, a sum that is not theirs: before anything else, also at the end."""
        found = manners.at_once(text, acts, self.telling)
        return self._notice(*found) if found else None

    def _lost(self, text: str, acts: Acts) -> list[Line]:
        """Asked what they do not know, or told what has nothing to do with them."""
        what = None if self.memory.is_settled else manners.otherwise(text, acts, self.telling)
        line = self._notice(what, {}) if what else None
        return [line] if line else []

    def _notice(self, what: str, blanks: dict[str, str]) -> Line | None:
        text = manners.answer(what, self.memory.objections.count(what), self.telling.scenario.language, **blanks)
        self.memory.objections.append(what)
        return Line(PAUSE, text) if text else None

    def lose_patience(self, quiet: float) -> Line | None:
        """What they write after `quiet` seconds without an answer, each complaint once."""
        complaints = self.telling.scenario.told.get("patience", [])
        if self.memory.is_settled or self.memory.complaints >= len(complaints):
            return None
        complaint = complaints[self.memory.complaints]
        if quiet < complaint["after"]:
            return None
        self.memory.complaints += 1
        return Line(0, self.telling.fill(complaint["say"]))

    def csat(self, *, waited: float) -> int:
        """1 to 5. Who had to complain twice, waited over five minutes, or was insulted remembers it."""
        ending = self.telling.scenario.told["ending"]
        is_slow = self.memory.complaints >= 2 or waited > 300
        score = ending.get("csat_slow", ending["csat"]) if is_slow else ending["csat"]
        return 1 if "insult" in self.memory.objections else score

    def _reaction(self, text: str, acts: Acts, *, gave_facts: bool) -> dict[str, Any] | None:
        """The first reaction that fits; one to a passing remark only if there is nothing else to answer."""
        fitting = [number for number in self._free() if self._fits(self._reactions[number], text, acts)]
        telling = [number for number in fitting if self._is_telling(self._reactions[number], acts)]
        chosen = telling or ([] if gave_facts else fitting)
        if not chosen:
            return None
        self.memory.used.append(chosen[0])
        reaction = self._reactions[chosen[0]]
        self.memory.is_settled = bool(reaction.get("settles"))
        return reaction

    @property
    def _reactions(self) -> list[dict[str, Any]]:
        return self.telling.scenario.told.get("reactions", [])

    def _free(self) -> list[int]:
        return [number for number in range(len(self._reactions)) if number not in self.memory.used]

    def _fits(self, reaction: dict[str, Any], text: str, acts: Acts) -> bool:
        heard = acts | set(self.memory.heard)
        is_time = set(reaction.get("needs", ())) <= heard and not set(reaction.get("needs_not", ())) & heard
        is_said = bool(acts & set(reaction.get("on", ())))
        is_said |= "all" in reaction and set(reaction["all"]) <= acts
        is_said |= "words" in reaction and re.search(reaction["words"], text, re.IGNORECASE) is not None
        return is_time and is_said

    def _is_telling(self, reaction: dict[str, Any], acts: Acts) -> bool:
        return "words" in reaction or "all" in reaction or bool(acts & set(reaction.get("on", ())) - PASSING)

    def _give(self, asked: list[str], *, besides: list[str]) -> list[Line]:
        """Answers to the facts asked for; `besides` are given by the reaction itself."""
        lines: list[Line] = []
        for fact in asked:
            if fact not in besides:
                again = AGAIN[self.telling.scenario.language] if fact in self.memory.given else ""
                lines.append(Line(BETWEEN if lines else PAUSE, again + self.telling.scenario.told["known"][fact]))
        self.memory.given += [fact for fact in {*asked, *besides} if fact not in self.memory.given]
        return lines

    def _say(self, reaction: dict[str, Any]) -> list[Line]:
        first = float(reaction.get("after", PAUSE))
        return [Line(BETWEEN if number else first, text) for number, text in enumerate(reaction["say"])]

    def _small_talk(self, acts: frozenset[str]) -> list[Line]:
        """Something short when nothing fits, twice at most; a goodbye when all is settled."""
        if self.memory.is_settled:
            if self.memory.said_goodbye or not acts & {"closing", "thanks"}:
                return []
            self.memory.said_goodbye = True
            return [Line(PAUSE, GOODBYE[self.telling.scenario.language])]
        otherwise = self.telling.scenario.told.get("otherwise", [])
        if self.memory.fallbacks >= len(otherwise):
            return []
        self.memory.fallbacks += 1
        return [Line(PAUSE, otherwise[self.memory.fallbacks - 1])]

    def _spoken(self, text: str, agent: str) -> str:
        """Without a name to call the agent by, the blank and the space before it go."""
        if not agent:
            text = text.replace(", {agent}", "").replace(" {agent}", "")
        return self.telling.fill(text, agent=agent)
