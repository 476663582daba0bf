from apps.conversations import operations as conversations
from apps.conversations.models import ReadMark


def test_a_mark_never_goes_back(conversation, alice):
    for position in (2, 3, 1):
        conversations.mark_read(conversation, agent=alice, position=position)
    assert ReadMark.objects.get(agent=alice).position == 3
