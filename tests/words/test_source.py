"""What pages alone cannot show: that what is translated can be found by makemessages, and what scripts say is there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from apps.account.deeds import DEEDS
from apps.conversations.models import Customer
from apps.core import erasure
from apps.privacy.kinds import KINDS

ROOT = Path(settings.BASE_DIR)
CODE = [path for path in sorted(ROOT.glob("apps/**/*.py")) if "migrations" not in path.parts]
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
TRANSLATES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}
# Where an argument is read by people: by its name, or by the function it is given to.
READ_BY_NAME = {"label", "help_text", "empty_label", "because", "error_messages"}
READ_BY_CALL = {
    "ValidationError",
    "Refused",
    "WriterFailed",
    "add_error",
    "render_notice",
    "painted",
    "display",
    "action",
}
MESSAGES = {"success", "error", "warning", "info"}


@pytest.fixture(autouse=True)
def _database():
    """These tests read files."""


def calls() -> Iterator[tuple[Path, ast.Call, str]]:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
                yield path, node, name


def is_text(node: ast.AST) -> bool:
    """A literal with words in it, filled or not."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    literal = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return any(re.search(r"[A-Z][a-z]+|\w \w", text) for text in literal)


def place(path: Path, node: ast.Call) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)[:90]}"


def test_makemessages_finds_every_message():
    unfindable = [
        place(path, call)
        for path, call, name in calls()
        if name in TRANSLATES and not all(isinstance(part, ast.Constant) for part in call.args[:1])
    ]
    assert not unfindable, unfindable


def test_what_people_read_is_no_bare_text():
    bare = []
    for path, call, name in calls():
        of_messages = isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "messages"
        read = name in READ_BY_CALL or (of_messages and name in MESSAGES)
        told = [keyword.value for keyword in call.keywords if read or keyword.arg in READ_BY_NAME]
        told += call.args if read else []
        bare += [place(path, call) for argument in told if is_text(argument)]
    assert not bare, bare


def test_every_word_of_the_scripts_is_in_the_page_and_the_other_way_round():
    asked = {name for path in SCRIPTS for name in re.findall(r'\b(?:word|say)\("(\w+)"', path.read_text())}
    asked |= {
        name for path in SCRIPTS for name in re.findall(r'\? "(\w+)" : "(\w+)"\)', path.read_text()) for name in name
    }
    templates = "".join(path.read_text() for path in ROOT.glob("templates/**/*.html"))
    asked |= set(re.findall(r'data-as="(\w+)"', templates))
    page = (ROOT / "templates/words.html").read_text()
    given = {re.sub(r"-(\w)", lambda m: m[1].upper(), name) for name in re.findall(r"data-([\w-]+)=", page)}
    assert given == asked


def test_scripts_have_no_words_of_their_own():
    sentence = re.compile(r"""(["'`])(?:[A-Z][a-z]+|[a-z]+)(?: [a-z]+)+[.…!?]?\1""")
    found = {
        f"{path.name}: {match[0]}"
        for path in SCRIPTS
        for line in path.read_text().splitlines()
        for match in sentence.finditer(re.sub(r"//.*|/\*\*.*", "", line))
    }
    assert not found


def test_every_deed_of_the_audit_has_words():
    written = set()
    for _path, call, name in calls():
        actor = next((ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg == "actor"), "")
        if name == "audit" or (name in ("record", "_record") and "bot" not in actor and actor):
            written |= {part.value for part in call.args[1:2] if isinstance(part, ast.Constant)}
    assert len(written) > 25
    assert written <= DEEDS.keys(), written - DEEDS.keys()


def test_everything_that_belongs_to_a_customer_has_a_name():
    belonging = {Customer}
    while further := {m for m, f in erasure._links() if f.related_model in belonging} - belonging:
        belonging |= further
    assert {model._meta.model_name for model in belonging} == KINDS.keys()
