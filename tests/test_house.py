"""The rules of docs/house.md that a program can check. Each failure says why the rule is there."""

import hashlib
import re
import tomllib
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from apps.core.house import commands

ROOT = Path(__file__).parent.parent
ROOMS = sorted(path.parent for path in ROOT.glob("apps/*/__init__.py"))
DOORS = {"bot_api", "workspace", "supervision", "demo", "account", "privacy", "widget", "integrations"}
DOORS_WITH_TABLES = {"bot_api"}  # keys and deliveries belong to the door itself
OURS = [
    *ROOT.glob("*.py"),
    *(p for d in ("apps", "handoff_console", "bench", "clients") for p in (ROOT / d).rglob("*.py")),
]
CODE = [path for path in OURS if "migrations" not in path.parts]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PARTS = [path for path in TEMPLATES if path.name.startswith("_")]


@pytest.fixture(autouse=True)
def _database():
    """These tests read files."""


def refuse(found: Iterable[object], why: str) -> None:
    found = [str(item).removeprefix(f"{ROOT}/") for item in found]
    assert not found, f"{why}\n  " + "\n  ".join(found)


def lines_with(pattern: str, paths: Iterable[Path]) -> list[str]:
    seen = re.compile(pattern)
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path in paths
        if path.resolve() != Path(__file__).resolve()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if seen.search(line)
    ]


# --- rooms ---------------------------------------------------------------------------------------------------


def test_every_room_introduces_itself():
    strangers = [
        room
        for room in [*ROOMS, ROOT / "handoff_console"]
        if not re.match(r'"""[^"]+\n[^"]*May import[^"]+Start reading', (room / "__init__.py").read_text())
    ]
    refuse(
        strangers,
        "Whoever opens a room asks three things: what it is for, what it may import, where to start reading. "
        "The docstring of __init__.py says so in three lines ('...', 'May import ...', 'Start reading ...').",
    )


def test_every_room_has_its_floor():
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    floors = re.findall(r"apps\.(\w+)", " ".join(contract["layers"]))
    refuse(
        [room for room in ROOMS if room.name not in floors],
        "A room that is on no floor of pyproject.toml may import anything, and soon does.",
    )


def test_doors_have_no_tables():
    doors = [ROOT / "apps" / name for name in DOORS - DOORS_WITH_TABLES]
    refuse(
        [door / "models.py" for door in doors if (door / "models.py").exists()],
        "A door shows and asks; what it would store belongs to a room, where other doors find it too.",
    )


def test_doors_do_not_write():
    doors = [path for path in CODE if path.parts[-2] in DOORS and path.name in ("views.py", "consumers.py", "api.py")]
    refuse(
        lines_with(r"\.save\(|\.objects\b.*\.(create|update|delete|bulk_create|get_or_create)\(", doors),
        "Only operations write: they move, record the event and keep the promises of one transaction.",
    )


def test_whose_request_it_is_is_said_in_one_place():
    asked = lines_with(r"assert isinstance\(request\.user\b", CODE)
    refuse(
        [line for line in asked if "apps/people/requests.py" not in line],
        "Take people.requests.agent_of: two ways to ask who is there will answer differently one day.",
    )


def test_no_room_for_leftovers():
    drawers = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common", "shared", "tools"}
    refuse(
        [path for path in CODE if path.stem in drawers or path.parent.name in drawers],
        "A module named after nothing collects everything. Name it after what it knows.",
    )


# --- files ---------------------------------------------------------------------------------------------------


def test_files_are_short():
    long = [
        f"{path} ({count} lines)"
        for path in [*CODE, *TESTS]
        if (count := len(path.read_text().splitlines())) > 250
        and "Long because" not in "".join(path.read_text().splitlines(keepends=True)[:12])
    ]
    refuse(
        long,
        "Above 250 lines a file usually has two subjects. Split it, or say at its head 'Long because ...'.",
    )


def test_parts_are_short():
    refuse(
        [path for path in PARTS if len(path.read_text().splitlines()) > 60],
        "A part is repainted whole; above 60 lines it repaints what did not change.",
    )


def test_requirements_are_pinned_with_hashes():
    loose = [
        f"{name}: {entry.splitlines()[0]}"
        for name in ("requirements.txt", "requirements-dev.txt")
        for entry in re.findall(r"^[a-z0-9][^#\n]*(?:\n .*)*", (ROOT / name).read_text(), re.MULTILINE)
        if "==" not in entry or "--hash=sha256:" not in entry
    ]
    refuse(loose, "What is not pinned with a hash is another program tomorrow. Run make requirements.")


def test_browser_files_are_what_their_readme_says():
    changed = []
    for readme in (ROOT / "static/vendor/README.md", ROOT / "tests/browser/vendor/README.md"):
        promised = dict(re.findall(r"^\| `(\S+)` .*`([0-9a-f]{64})` \|$", readme.read_text(), re.MULTILINE))
        for path in sorted([*readme.parent.glob("*.js"), *readme.parent.glob("*.woff2")]):
            if promised.pop(path.name, None) != hashlib.sha256(path.read_bytes()).hexdigest():
                changed.append(path)
        changed += promised
    refuse(changed, "Files of other people stay as published: run make vendor, then write version and sum down.")


def test_production_starts_what_run_starts():
    web, worker = f"{commands.APPLICATION} ", commands.WORKER_OPTIONS.replace("--concurrency 4 ", "")
    lacking = [
        f"{name}: {option}"
        for name, options in (
            ("Procfile", f"{web}{commands.WEB_OPTIONS} {worker}"),
            ("Dockerfile", commands.WEB_OPTIONS),
        )
        for option in options.split(" --")
        if option not in (ROOT / name).read_text()
    ]
    refuse(lacking, "Demo, tests and production are one code path, so they start with one set of options.")


def test_every_setting_is_in_the_deployment_guide():
    guide = (ROOT / "docs/deployment.md").read_text()
    names = re.findall(r'\benv\.\w+\(\s*"(\w+)"', (ROOT / "handoff_console/settings.py").read_text())
    assert len(names) > 30
    refuse([name for name in names if f"`{name}`" not in guide], "A setting nobody is told of is set by nobody.")


# --- templates -----------------------------------------------------------------------------------------------


class Roots(HTMLParser):
    """The elements of a part that have no parent."""

    VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.depth, self.roots = 0, []
        self.feed(re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", text, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth == 0:
            self.roots.append(dict(attrs))
        self.depth += tag not in self.VOID

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth == 0:
            self.roots.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag not in self.VOID


def test_a_part_has_one_root_with_an_id():
    refuse(
        [path for path in PARTS if [bool(root.get("id")) for root in Roots(path.read_text()).roots] != [True]],
        "Page, response and socket swap a part by the id of its one root element.",
    )


def test_templates_carry_no_code():
    inline = r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=['\"]|javascript:|hx-on|js:{"
    refuse(
        lines_with(inline, TEMPLATES),
        "The content security policy refuses inline scripts and styles, so that text which slips through stays text.",
    )


def test_nothing_is_fetched_from_strangers():
    outside = r"<(script|link|img|iframe|source)\b[^>]*(src|href)=.?https?:|@import\s+url|url\(.?https?:"
    refuse(
        lines_with(outside, [*TEMPLATES, *(ROOT / "static").rglob("*.css")]),
        "A page of customers' words tells no third party that it was opened. Put the file in static/vendor.",
    )


def test_text_is_text():
    unsafe = r"\|\s*safe\b|\|\s*safeseq\b|mark_safe|SafeString\((?![\"]{2}\))|autoescape\s+off"
    refuse(
        lines_with(unsafe, [*CODE, *TEMPLATES]),
        "What a customer, bot or model wrote is a text node. format_html builds markup with its arguments escaped.",
    )


# --- tests ---------------------------------------------------------------------------------------------------


def test_tests_do_not_sleep():
    refuse(
        lines_with(r"\b(time|asyncio|anyio)\.sleep\((?!0\))|wait_for_timeout\(", TESTS),
        "A sleep is too short on a busy machine and too long on every other. Wait for what you expect.",
    )
