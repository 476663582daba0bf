"""Real conversations become what a bot would send. The lines here are ours, in the files' format."""

import gzip
import json
from pathlib import Path

import pytest

from apps.demo.replaying import conversations, replay

FLIGHT = {
    "id": "own-1",
    "source": "own",
    "team": "airline",
    "sub_intent": "changename",
    "facts": {"reservation": "FQ8APE"},
    "cut": 4,
    "bot_summary": "Wants another name on the ticket.",
    "turns": [
        {"role": "customer", "text": "change the name please"},
        {"role": "action", "text": "get_reservation FQ8APE", "label": "get_reservation"},
        {"role": "result", "text": "one passenger"},
        {"role": "bot", "text": "I can't change names."},
        {"role": "customer", "text": "then a person"},
    ],
}
WIZARD = {
    "id": "own-2",
    "source": "own",
    "team": "apartment",
    "turns": [{"role": "customer", "text": "hello!"}, {"role": "agent", "text": "Hello, how can I help?"}],
}


def packed(path: Path, *lines: object) -> Path:
    path.write_bytes(gzip.compress("\n".join(json.dumps(told) for told in lines).encode()))
    return path


@pytest.fixture
def file(tmp_path) -> Path:
    return packed(tmp_path / "own.jsonl.gz", FLIGHT, WIZARD)


def test_a_file_is_read_up_to_its_limit(file):
    assert [told["id"] for told in conversations(file)] == ["own-1", "own-2"]
    assert [told["id"] for told in conversations(file, limit=1)] == ["own-1"]


@pytest.mark.parametrize(
    "broken",
    [
        {"no": 1},
        [],
        {"id": "1", "turns": [{"role": "customer"}]},
        {"id": "1", "turns": [{"role": "ghost", "text": "!"}]},
    ],
    ids=["no turns", "no object", "no text", "nobody"],
)
def test_a_broken_line_is_named(tmp_path, broken):
    path = packed(tmp_path / "bad.jsonl.gz", WIZARD, broken)
    with pytest.raises(ValueError, match=r"bad\.jsonl\.gz, line 2"):
        list(conversations(path))


def test_a_file_that_is_no_gzip_or_half_of_one_is_named(file):
    for content in (b'{"id": "1", "turns": []}', file.read_bytes()[:-9]):
        file.write_bytes(content)
        with pytest.raises(ValueError, match=r"own\.jsonl\.gz is not JSON Lines in gzip"):
            list(conversations(file))


def test_it_stops_where_the_bot_let_go_and_hands_over():
    played = replay(FLIGHT)
    assert [message["text"] for message in played.messages][-1] == "I can't change names."
    assert len(played.messages) == 4
    assert played.handoff
    assert played.handoff["summary"] == "Wants another name on the ticket."
    assert played.handoff["facts"] == [{"name": "reservation", "value": "FQ8APE"}]


def test_what_the_bot_did_is_sent_as_what_it_did():
    _asked, action, result, _answer = replay(FLIGHT).messages
    assert (action["role"], action["text"]) == ("action", "get_reservation FQ8APE")
    assert (result["role"], result["text"]) == ("result", "one passenger")


def test_without_a_cut_it_is_played_to_its_end_and_nobody_is_called():
    played = replay(WIZARD)
    assert [message["role"] for message in played.messages] == ["customer", "bot"]
    assert played.handoff is None


def test_a_cut_can_be_given_for_files_that_have_none():
    assert replay(WIZARD, cut=1).handoff is not None
    assert len(replay(WIZARD, cut=1).messages) == 1


def test_two_runs_of_one_file_do_not_meet():
    first, second = replay(FLIGHT, run="a"), replay(FLIGHT, run="b")
    assert first.reference != second.reference
    assert {m["id"] for m in first.messages}.isdisjoint(m["id"] for m in second.messages)


def test_the_same_run_twice_repeats_its_ids():
    assert replay(FLIGHT, run="a").messages == replay(FLIGHT, run="a").messages
