"""What the right column says of a conversation, in the words and pieces its parts show.

Reads nothing that `view.py` has read already; each property is one query at most.
"""

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.assist.names import in_words, name_of
from apps.conversations import intents
from apps.conversations.models import Holder, Intent
from apps.core.rows import Question, asked
from apps.feedback.models import SummaryReason
from apps.handoffs.models import Handback, State

from .wording import address, channel, with_mark, with_pieces

if TYPE_CHECKING:
    from .view import ConversationView

ACCOUNT_SHOWN = 6  # account facts of a customer
SENTIMENTS = {  # what bots call it: tone and label
    "frustrated": ("warn", gettext_lazy("Frustrated")),
    "angry": ("bad", gettext_lazy("Angry")),
    "negative": ("warn", gettext_lazy("Unhappy")),
    "anxious": ("warn", gettext_lazy("Worried")),
    "worried": ("warn", gettext_lazy("Worried")),
    "annoyed": ("warn", gettext_lazy("Annoyed")),
    "impatient": ("warn", gettext_lazy("Impatient")),
    "alarmed": ("bad", gettext_lazy("Alarmed")),
    "furious": ("bad", gettext_lazy("Furious")),
    "disappointed": ("warn", gettext_lazy("Disappointed")),
    "positive": ("good", gettext_lazy("Content")),
}


class Needed(NamedTuple):
    known: int
    all: int


class Pill(NamedTuple):
    tone: str
    label: str


class Reason(NamedTuple):
    value: str
    label: str
    chosen: bool


class Sidebar:
    def __init__(self, view: "ConversationView"):
        self.view = view

    # --- why it is here ---

    @property
    def cause(self) -> str:
        """The rule that fired, else the reason the bot gave."""
        return self.view.handoff.cause if self.view.handoff else ""

    @property
    def confidence(self) -> int | None:
        return _percent(self.view.handoff.confidence) if self.view.handoff else None

    @property
    def sentiment(self) -> Pill | None:
        said = self.view.conversation.sentiment
        if said in ("", "neutral", "calm"):
            return None
        tone, label = SENTIMENTS.get(said, ("", said.capitalize()))
        return Pill(tone, str(label))

    @asked
    def _intents(self) -> Question[dict[str, Intent]]:
        return intents.all_known()

    @property
    def intents(self) -> list[tuple[str, str]]:
        """What the intent may be corrected to, as (slug, path). One the bot made up itself stays choosable."""
        known = [(slug, self._path(slug)) for slug in self._intents]
        now = self.view.conversation.intent
        return known if now in self._intents else [(now, self.intent_path), *known]

    @property
    def intent_path(self) -> str:
        slug = self.view.conversation.intent
        return self._path(slug) if slug else _("Intent not stated")

    def _path(self, slug: str) -> str:
        return intents.path_of(slug, self._intents)

    # --- the brief ---

    @property
    def is_reading(self) -> bool:
        """The first brief is being written. A later one takes the place of an older one without a word."""
        return self.view.brief is None and self.view.handoff is not None

    @property
    def claims(self) -> list[dict]:
        """Those that the agent has not read are new; to whoever has read none, none is."""
        claims, before = self.view.brief.claims if self.view.brief else [], self.view.brief_read_before
        known = {claim["text"] for claim in (before.claims if before else claims)}
        return [{**claim, "is_new": claim["text"] not in known} for claim in claims]

    @property
    def action_percent(self) -> int | None:
        return _percent(self.view.action.confidence) if self.view.action else None

    @cached_property
    def sources(self) -> list[dict]:
        return [with_pieces(source) for source in self.view.brief.sources] if self.view.brief else []

    @property
    def facts(self) -> list[dict]:
        """What the conversation states, and what this intent needs; what the account knows besides stands with it."""
        facts = self.view.brief.facts if self.view.brief else []
        shown = [fact for fact in facts if fact.get("by") != "account" or fact["name"] in self._wanted]
        return [{**fact, "label": name_of(fact["name"], fact["label"])} for fact in shown]

    @cached_property
    def missing(self) -> list[str]:
        """Facts that this intent needs and nobody has stated; by the intent of now, also when just corrected."""
        if self.view.brief is None:
            return []
        labels = {fact["name"]: fact["label"] for fact in self.view.brief.missing}
        stated = {fact["name"] for fact in self.view.brief.facts}
        wanted = self._wanted or list(labels)
        return [name_of(name, labels.get(name, "")) for name in wanted if name not in stated]

    @property
    def needed(self) -> Needed:
        """How many of the facts this intent needs have been stated."""
        return Needed(len(self._wanted) - len(self.missing), len(self._wanted)) if self._wanted else Needed(0, 0)

    @property
    def _wanted(self) -> list[str]:
        intent = self._intents.get(self.view.conversation.intent)
        return intent.needed_facts if intent else []

    @property
    def attempts(self) -> list[dict]:
        return [with_mark(attempt) for attempt in self.view.brief.attempts] if self.view.brief else []

    # --- the customer ---

    @property
    def page(self) -> str:
        """The page without scheme and host, which are the same for everyone."""
        parts = address(self.view.conversation.page)
        return parts.path if parts.scheme and parts.path.strip("/") else self.view.conversation.page

    @property
    def account(self) -> list[tuple[str, object]]:
        customer = self.view.conversation.customer
        reached = [(_("Email"), customer.email), (_("Phone"), customer.phone)]
        facts = [(in_words(name), value) for name, value in customer.account.items()]
        return [(name, value) for name, value in reached if value] + facts[:ACCOUNT_SHOWN]

    @cached_property
    def past(self) -> list[dict]:
        return [
            {"pk": past.pk, "created_at": past.created_at, "about": self._about(past), "outcome": past.outcome}
            for past in self.view.past
        ]

    def _about(self, past) -> str:
        return self._path(past.intent) if past.intent else channel(past.channel)

    # --- handing back ---

    @property
    def may_hand_back(self) -> bool:
        handoff = self.view.handoff
        return handoff is not None and handoff.state == State.CLAIMED and self.view.is_mine

    @property
    def is_returning(self) -> bool:
        return self.view.handback is not None and self.view.handback.state == Handback.State.OFFERED

    @property
    def has_returned(self) -> bool:
        handoff = self.view.handoff
        return self.view.handback is not None and handoff is not None and handoff.state == State.RETURNED

    @property
    def came_back(self) -> str:
        """What became of this agent's own offer when they have the chat again; a colleague has offered nothing."""
        handback = self.view.handback
        is_theirs = handback is not None and handback.agent_id == self.view.agent.pk
        return handback.state if handback and is_theirs and self.may_hand_back else ""

    @property
    def may_take_back(self) -> bool:
        """Whoever offered it may think better of it, before the bot's answer and after."""
        handback = self.view.handback
        if handback is None or handback.agent_id != self.view.agent.pk:
            return False
        return self.is_returning or (self.has_returned and self.view.conversation.holder == Holder.BOT)

    @property
    def seconds_left(self) -> int:
        """Until the bot's silence counts as an answer."""
        handback = self.view.handback
        return max(0, round((handback.expires_at - timezone.now()).total_seconds())) if handback else 0

    # --- rating ---

    scale = range(1, 6)

    @property
    def reasons(self) -> list[Reason]:
        """What may have been wrong with the summary."""
        chosen = self.view.rating.summary_reasons if self.view.rating else ()
        return [Reason(value, str(label), value in chosen) for value, label in SummaryReason.choices]

    @property
    def may_rate(self) -> bool:
        """Once someone has had it, whoever sees it may say what they think of it."""
        return self.view.handoff is not None and self.view.handoff.claimed_at is not None

    @property
    def rating_is_due(self) -> bool:
        """The chat is over for whoever had it, and they have said nothing of it yet. A question, never a hurdle."""
        handoff = self.view.handoff
        if handoff is None or handoff.state not in (State.RETURNED, State.CLOSED):
            return False
        return handoff.agent_id == self.view.agent.pk and self.view.rating is None

    @property
    def other_teams(self) -> list:
        now = self.view.handoff.team_id if self.view.handoff else None
        return [team for team in self.view.teams if team.pk != now]


def _percent(share: float | None) -> int | None:
    return None if share is None else round(share * 100)
