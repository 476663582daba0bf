"""Puts the company into the database. Bears repeating: whatever has the same slug or email is brought up to date."""

import hashlib
from io import StringIO
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import transaction
from django.utils.translation import gettext as _

from apps.conversations import bots
from apps.conversations.models import Bot, Intent
from apps.handoffs.models import Urgency
from apps.knowledge import operations as knowledge
from apps.people.models import Agent, Role, Team
from apps.policy import operations as policy
from apps.routing import operations as routing

from . import content, note

BOTS = {"bot_key": "wick", "visitors_key": "wick-for-visitors"}  # name in demo.json: slug


def fingerprint() -> str:
    """Changes with every file of the company."""
    seen = hashlib.sha256()
    for path in sorted(content.FOLDER.rglob("*.*")):
        seen.update(path.name.encode() + path.read_bytes())
    return seen.hexdigest()[:16]


@transaction.atomic
def seed() -> None:
    teams = seed_people()
    seed_knowledge()
    _routes(teams)
    policy.install_default_policy()


@transaction.atomic
def seed_knowledge() -> None:
    _intents()
    _articles()


@transaction.atomic
def seed_people() -> dict[str, Team]:
    teams = _teams()
    _agents(teams)
    return teams


def is_done() -> bool:
    """Whether this very company is in this very database. Quick: it is asked at every start."""
    written = note.read().get("content") == fingerprint()
    is_here = Agent.objects.filter(email=content.agents()[0]["email"]).exists() and Bot.objects.exists()
    return written and is_here


def told() -> dict[str, Any]:
    """What demo.json says."""
    return {"accounts": accounts(), "content": fingerprint()} | keys()


def accounts() -> list[dict[str, str]]:
    """Those the sign-in page offers, in the order of their rights."""
    password = content.company()["password"]
    return [{"role": a["role"], "name": a["name"], "email": a["email"], "password": password} for a in _offered()]


def offered() -> list[dict[str, str]]:
    """The same for the page: what each of them is, in words."""
    teams = {team["slug"]: team["name"] for team in content.teams()}
    return [
        {"role": agent["role"], "name": agent["name"], "label": str(Role(agent["role"]).label)}
        | {"about": ", ".join(teams[slug] for slug in agent["teams"][:2]) or str(_("sees everything"))}
        for agent in _offered()
    ]


def _offered() -> list[dict[str, Any]]:
    found = [agent for agent in content.agents() if agent.get("sign_in")]
    return sorted(found, key=lambda agent: Role.values.index(agent["role"]))


def keys() -> dict[str, str]:
    """The keys of both bots: those demo.json has, as long as their bot is in this database; else new ones.

    The bot for visitors has a key of its own, so that neither misses the events that the other has heard.
    """
    had, here = note.read(), set(Bot.objects.values_list("slug", flat=True))
    return {name: had[name] if name in had and slug in here else _key(slug) for name, slug in BOTS.items()}


def _key(slug: str) -> str:
    name = content.company()["bot"]["name"]
    if not Bot.objects.filter(slug=slug).exists():
        bots.create_bot(slug, name=name)
    printed = StringIO()
    call_command("bot", "create", slug, "--quiet", "--instead", stdout=printed)
    return printed.getvalue().strip()


def _teams() -> dict[str, Team]:
    wanted = {team["slug"]: {name: team[name] for name in team if name != "slug"} for team in content.teams()}
    return {slug: Team.objects.update_or_create(slug=slug, defaults=about)[0] for slug, about in wanted.items()}


def _agents(teams: dict[str, Team]) -> None:
    hashed = make_password(content.company()["password"])  # once: hashing is slow on purpose
    for wanted in content.agents():
        about = _agent(wanted)
        agent, _made = Agent.objects.update_or_create(
            email=wanted["email"], defaults=about, create_defaults=about | {"password": hashed}
        )
        agent.teams.set([teams[slug] for slug in wanted["teams"]])


def _agent(wanted: dict[str, Any]) -> dict[str, Any]:
    about = {name: wanted[name] for name in ("name", "role", "time_zone", "language", "capacity")}
    is_admin = wanted["role"] == Role.ADMIN
    return about | {"is_staff": is_admin, "is_superuser": is_admin, "is_active": True}


def _intents() -> None:
    known: dict[str, Intent] = {}
    for wanted in content.intents():
        about = {"name": wanted["name"], "needed_facts": wanted.get("needs", [])}
        about["parent"] = known.get(wanted.get("parent", ""))
        known[wanted["slug"]], _made = Intent.objects.update_or_create(slug=wanted["slug"], defaults=about)


def _routes(teams: dict[str, Team]) -> None:
    routing.install_default_lifts()
    for intent in content.intents():
        urgency = Urgency[intent.get("priority", "normal").upper()]
        routing.set_route(intent["slug"], teams[intent["team"]], urgency=urgency)
    routing.set_route("", teams[content.company()["everything_else"]])


def _articles() -> None:
    for slug, article in content.articles().items():
        about = {name: article[name] for name in ("kind", "title", "body", "section", "language", "intents", "steps")}
        about |= {"sources": article.get("sources", []), "reply": article.get("reply", "")}
        about["is_internal"] = article["internal"]
        # Customers read articles on the help pages; what is for agents has no address there.
        about["url"] = "" if article["internal"] or article["kind"] == "playbook" else article["url"]
        knowledge.import_article(slug=slug, **about)
