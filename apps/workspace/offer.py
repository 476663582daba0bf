"""The suggested reply as an offer: what is new in it, and whether the customer has written since."""

from functools import cached_property
from typing import TYPE_CHECKING

from apps.assist.compare import REWRITTEN, likeness, word_diff
from apps.assist.models import Draft
from apps.conversations.models import Message
from apps.core.rows import Question, asked, plain

if TYPE_CHECKING:
    from .view import ConversationView

_ROLES_SINCE = """
SELECT DISTINCT role FROM conversations_message WHERE conversation_id = %s AND position > (
    SELECT through FROM assist_draft WHERE conversation_id = %s ORDER BY version DESC LIMIT 1)
"""


class Offer:
    """The current draft beside what the agent's reply box holds, as far as the server knows."""

    def __init__(self, view: "ConversationView", typed: str | None = None):
        self.view = view
        self._typed = typed

    @cached_property
    def draft(self) -> Draft | None:
        """None also when an agent has answered since it was written: then it is spent."""
        return None if Message.Role.AGENT in self._since else self.view.draft

    @asked
    def _since(self) -> Question[set[str]]:
        """Who has said something after the last turn that the newest draft has read."""
        said = plain(_ROLES_SINCE, [self.view.pk, self.view.pk])
        return said.then(lambda found: {role for (role,) in found})

    @property
    def is_stale(self) -> bool:
        """The customer has written after the last turn that the draft has read."""
        return self.draft is not None and Message.Role.CUSTOMER in self._since

    @property
    def typed(self) -> str:
        if self._typed is not None:
            return self._typed
        return self.view.unsent.text if self.view.unsent else ""

    @property
    def text(self) -> str:
        """What the reply box opens with: what was typed, else the suggestion."""
        if self.view.unsent and (self.view.unsent.text or not self.is_fresh_to_the_box):
            return self.view.unsent.text
        return self.draft.text if self.draft else ""

    @property
    def is_fresh_to_the_box(self) -> bool:
        """Not the draft that the box was filled from."""
        return self.draft is not None and not (self.view.unsent and self.view.unsent.draft_id == self.draft.pk)

    @property
    def is_new_version(self) -> bool:
        """The box holds words, and this offer has others."""
        typed = self.typed.strip()
        return self.draft is not None and self.is_fresh_to_the_box and typed not in ("", self.draft.text.strip())

    @cached_property
    def difference(self) -> list[tuple[str, str]]:
        """Word by word from what is typed; the whole offer where the two have little in common."""
        if self.draft is None:
            return []
        alike = likeness(self.typed, self.draft.text) >= REWRITTEN
        return word_diff(self.typed, self.draft.text) if alike else [("=", self.draft.text)]
