"""A scenario is a story in general; a telling is that story happening to one person, with every blank filled."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils import translation
from django.utils.dates import MONTHS

BLANK = re.compile(r"\{(\w+)\}")
DAY = re.compile(r"@([+-]\d+)d")
FORMS = {"en": "{day} {month}", "de": "{day}. {month}", "es": "{day} de {month}"}


@dataclass(frozen=True)
class Scenario:
    slug: str
    told: dict[str, Any]

    @property
    def language(self) -> str:
        return self.told["language"]

    @property
    def people(self) -> int:
        """How many different people this can happen to."""
        return 1 + len(self.told.get("cast", []))

    def tell(self, person: int = 0, today: date | None = None) -> "Telling":
        return Telling(self, person % self.people, today or date.today())  # noqa: DTZ011 a story's day, not a time


@dataclass(frozen=True)
class Telling:
    scenario: Scenario
    person: int
    today: date
    who: dict[str, Any] = field(default_factory=dict)  # somebody else it happens to: as one of the cast

    @cached_property
    def facts(self) -> dict[str, str]:
        """Every value a text may use, by name. `{agent}` is filled only where an agent is known."""
        other = self._other
        facts = self.scenario.told.get("facts", {}) | other.get("facts", {})
        customer = self.scenario.told["customer"] | other
        facts |= {"name": customer["name"], "first_name": customer["name"].split()[0], "email": customer["email"]}
        facts |= {"phone": customer.get("phone", "")}
        return {name: self._dated(str(value)) for name, value in facts.items()}

    @cached_property
    def customer(self) -> dict[str, Any]:
        """As the bot knows them. A person of the cast brings their own account and history, or none."""
        customer, other = dict(self.scenario.told["customer"]), dict(self._other)
        if other:
            customer = {"account": customer.get("account", {}), "open_issues": customer.get("open_issues", [])}
            customer["account"] = {name: v for name, v in customer["account"].items() if "{" in str(v)}
            other.pop("facts", None)
        return self.fill(customer | other)

    @cached_property
    def turns(self) -> list[dict[str, Any]]:
        return self.fill(self.scenario.told["turns"])

    @cached_property
    def handoff(self) -> dict[str, Any]:
        return self.fill(self.scenario.told["handoff"])

    @cached_property
    def tail(self) -> list[dict[str, Any]]:
        return self.fill(self.scenario.told.get("tail", []))

    @property
    def page(self) -> str:
        return self.fill(self.scenario.told.get("page", ""))

    def fill(self, told: Any, **more: str) -> Any:
        """The same structure with its blanks filled. Raises KeyError for a blank nobody knows."""
        if isinstance(told, str):
            known = self.facts | more
            filled = BLANK.sub(lambda m: m[0] if m[1] == "agent" and not more else known[m[1]], self._dated(told))
            # Facts may speak of other facts, one level deep.
            return BLANK.sub(lambda m: known.get(m[1], m[0]), filled)
        if isinstance(told, list):
            return [self.fill(item, **more) for item in told]
        if isinstance(told, dict):
            return {name: self.fill(item, **more) for name, item in told.items()}
        return told

    @property
    def _other(self) -> dict[str, Any]:
        other = self.scenario.told["cast"][self.person - 1] if self.person else {}
        return other | self.who | {"facts": other.get("facts", {}) | self.who.get("facts", {})} if self.who else other

    def _dated(self, text: str) -> str:
        """`@-6d` is the day six days before today, as this language writes it."""
        return DAY.sub(lambda m: self._day(self.today + timedelta(days=int(m[1]))), text)

    def _day(self, day: date) -> str:
        language = self.scenario.language
        with translation.override(language):
            return FORMS[language].format(day=day.day, month=MONTHS[day.month])
