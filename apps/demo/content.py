"""The company's content, read from `company/`. Plain data: nothing here knows the database."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from .scenarios import Scenario

FOLDER = Path(__file__).parent / "company"


@cache
def company() -> dict[str, Any]:
    return _read(FOLDER / "company.toml")


@cache
def teams() -> list[dict[str, Any]]:
    return _read(FOLDER / "teams.toml")["team"]


@cache
def agents() -> list[dict[str, Any]]:
    return _read(FOLDER / "agents.toml")["agent"]


@cache
def intents() -> list[dict[str, Any]]:
    """Parents stand before their children."""
    return _read(FOLDER / "intents.toml")["intent"]


@cache
def articles() -> dict[str, dict[str, Any]]:
    """By slug: title, section, body and the front matter, with the defaults filled in."""
    found = {}
    for path in sorted((FOLDER / "articles").glob("*.md")):
        _, head, body = path.read_text().split("+++\n", 2)
        about = {"kind": "article", "language": "en", "internal": False, "steps": [], "intents": []}
        about |= tomllib.loads(head) | {"slug": path.stem, "body": body.strip()}
        about["url"] = f"{company()['help_url']}/{about['language']}/{path.stem}"
        found[path.stem] = about
    return found


@cache
def scenarios() -> dict[str, Scenario]:
    return {path.stem: Scenario(path.stem, _read(path)) for path in sorted((FOLDER / "scenarios").glob("*.toml"))}


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)
