"""NUL reaches no column: in what people type it is left out (workspace/test_reply.py), elsewhere it is refused."""

import pytest

from apps.people.models import AuditEntry


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/c/{chat}/release/", {"note": "a\0b"}),
        ("/c/{chat}/transfer/", {"to": "team:\0"}),
        ("/c/{chat}/transfer/", {"to": "team:billing", "note": "a\0b"}),
        ("/c/{chat}/reply/", {"text": "hello", "token": "\0"}),
        ("/c/{chat}/intent/", {"intent": "\0"}),
        ("/embed/botto/chat-1%00/", None),
        ("/embed/botto/%00/", None),
    ],
)
def test_it_is_a_bad_request_and_changes_nothing(as_agent, alice, claimed, path, fields):
    address = path.format(chat=claimed.conversation_id)
    browser = as_agent(alice)
    before = AuditEntry.objects.count()
    answer = browser.get(address) if fields is None else browser.post(address, fields)
    assert answer.status_code == 400
    assert "Nothing was changed" in answer.content.decode()
    assert AuditEntry.objects.count() == before
