"""A model behind the real protocol, over a real socket."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from apps.assist.material import Material, Turn
from apps.assist.writers import WriterFailed
from apps.assist.writers.openai_compatible import OpenAICompatibleWriter

MATERIAL = Material(turns=[Turn(1, "customer", "I was charged twice, €89.00, order 48213")], through=1, customer="Maya")
GOOD = {
    "claims": [
        {"text": "Maya was charged €89.00 twice for order 48213.", "turns": [1]},
        {"text": "She lives at number 77.", "turns": [1]},
        {"text": "She is sad.", "turns": [9]},
    ],
    "draft": "I see order 48213. You get €500 today.",
    "action": {"title": "Refund €89.00", "why": "Charged twice."},
}


@pytest.fixture
def model(monkeypatch):
    """Answers every call with `model.answer`, a pair of status and body, and keeps what it was asked."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            server.asked.append((self.path, self.headers["Authorization"], json.loads(asked)))
            status, body = server.answer
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    monkeypatch.setattr(OpenAICompatibleWriter, "_resting_until", 0.0)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.asked, server.answer = [], (200, b"")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.writer = OpenAICompatibleWriter(f"http://127.0.0.1:{server.server_port}/v1/", "tiny", "sesame")
    yield server
    server.shutdown()
    server.server_close()


def saying(content) -> tuple[int, bytes]:
    text = content if isinstance(content, str) else json.dumps(content)
    return 200, json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()


def test_what_it_says_counts_where_the_turns_bear_it(model):
    model.answer = saying(GOOD)
    written = model.writer.write(MATERIAL)
    assert [claim.text for claim in written.claims] == ["Maya was charged €89.00 twice for order 48213."]
    assert written.draft == "I see order 48213."
    assert written.action["title"] == "Refund €89.00"
    path, key, asked = model.asked[0]
    assert (path, key, asked["model"]) == ("/v1/chat/completions", "Bearer sesame", "tiny")


@pytest.mark.parametrize(
    "answer",
    [
        (500, b"sesame"),
        (302, b""),
        (200, b"not json"),
        (200, b'{"choices": []}'),
        (200, b"x" * 200_000),
        saying("Sure! Here is your summary"),
        saying({"claims": [{"text": "x", "turns": ["1"]}]}),
        saying({"claims": []}),
    ],
)
def test_anything_else_is_a_failure_without_secrets(model, answer):
    model.answer = answer
    with pytest.raises(WriterFailed) as failed:
        model.writer.write(MATERIAL)
    assert "sesame" not in str(failed.value)


def test_a_rewrite_that_changes_a_number_is_refused(model):
    model.answer = saying({"draft": "You get €90.00."})
    with pytest.raises(WriterFailed):
        model.writer.rewrite(MATERIAL, "You get €89.00.", "shorter")


def test_after_a_failure_it_is_left_alone_for_a_while(model):
    model.answer = (500, b"")
    for _ in range(2):
        with pytest.raises(WriterFailed):
            model.writer.write(MATERIAL)
    assert len(model.asked) == 1
