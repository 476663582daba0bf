"""The brief follows its conversation."""

from apps.assist import operations as assist
from apps.assist import queries


def test_a_conversation_gets_its_brief(waiting):
    brief = assist.refresh_brief(waiting.conversation_id)
    assert queries.current_brief(waiting.conversation) == brief
    assert brief.version == 1
    assert "48213" in brief.summary
    assert brief.words < 80
