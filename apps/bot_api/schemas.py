"""What a bot may say, typed. Unknown fields are refused by name; sizes are bounded; 64 kB of UTF-8 a message.

`Handoff` is the published payload: `/api/v1/schemas/handoff.json` is made from it.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic.functional_validators import AfterValidator
from pydantic_core import PydanticCustomError

SCHEMA_VERSION = "1"
MESSAGE_BYTES = 64 * 1024
MESSAGES = 200  # in one call
TRANSCRIPT = 1000  # in one handoff; more goes ahead by POST messages


def _fits(text: str) -> str:
    if len(text) * 4 > MESSAGE_BYTES and len(text.encode()) > MESSAGE_BYTES:
        raise PydanticCustomError("too_large", "is over 64 kB")
    return text


Text = Annotated[str, AfterValidator(_fits)]
NAME = r"^[^\x00-\x1f\x7f]+$"  # it stands in addresses, so no control characters
Reference = Annotated[str, Field(min_length=1, max_length=200, pattern=NAME)]
Short = Annotated[str, Field(max_length=200)]
Line = Annotated[str, Field(max_length=500)]
Word = Annotated[str, Field(max_length=40)]
Slug = Annotated[str, Field(max_length=100)]
Confidence = Annotated[float, Field(ge=0, le=1)]
Epoch = Annotated[int, Field(ge=1, le=2**31 - 1, description="The highest epoch you were told.")]
Value = str | int | float | bool | None
WebAddress = Annotated[str, Field(max_length=2000, pattern=r"^https?://")]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)


class Attachment(Part):
    name: Annotated[str, Field(min_length=1, max_length=200)]
    url: WebAddress
    type: Annotated[str, Field(max_length=100)] = ""
    size: Annotated[int, Field(ge=0, le=2**53)] | None = Field(None, description="In bytes.")


class Citation(Part):
    slug: Short = Field("", description="Of an article the console knows.")
    title: Line = ""
    url: WebAddress | Literal[""] = ""
    passage: Text = Field("", description="The words the bot relied on.")

    @model_validator(mode="after")
    def _names_something(self) -> "Citation":
        if not (self.slug or self.title or self.url):
            raise PydanticCustomError("missing", "needs one of slug, title, url")
        return self


class Attempt(Part):
    what: Annotated[str, Field(min_length=1, max_length=500)]
    outcome: Literal["failed", "succeeded", "unknown"] = "failed"
    why: Line = Field("", description="Why it failed.")


class Message(Part):
    """One turn of customer or bot, with what the bot knows of it."""

    role: Literal["customer", "bot", "action", "result"]
    text: Text = ""
    id: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        None, description="Yours, unique for your bot for ever. Sending it again is harmless."
    )
    sent_at: AwareDatetime | None = Field(None, description="By your clock. Ours is kept beside it.")
    attachments: Annotated[list[Attachment], Field(max_length=20)] = []
    confidence: Confidence | None = None
    intent: Slug = ""
    sub_intent: Slug = ""
    citations: Annotated[list[Citation], Field(max_length=50)] = []
    attempt: Attempt | None = None
    page: Line = Field("", description="The page or feature the customer is on.")

    @model_validator(mode="after")
    def _says_something(self) -> "Message":
        if not self.text.strip() and not self.attachments:
            raise PydanticCustomError("missing", "needs text or an attachment")
        return self


class Verification(Part):
    status: Literal["unknown", "unverified", "verified"]
    how: Short = ""


class OpenIssue(Part):
    reference: Short = ""
    title: Annotated[str, Field(min_length=1, max_length=500)]
    state: Word = ""
    since: Word = ""


class PastContact(Part):
    at: Word = ""
    channel: Word = ""
    summary: Annotated[str, Field(min_length=1, max_length=2000)]
    outcome: Short = ""


class Customer(Part):
    reference: Reference = Field(description="Yours for this person; the same in every conversation.")
    name: Short = ""
    email: Annotated[str, Field(max_length=320)] = ""
    phone: Word = ""
    tier: Word = ""
    since: date | None = None
    verification: Verification | None = None
    account: Annotated[dict[Annotated[str, Field(max_length=100)], Value], Field(max_length=50)] = {}
    open_issues: Annotated[list[OpenIssue], Field(max_length=50)] = []
    history: Annotated[list[PastContact], Field(max_length=50)] = []


class Mirror(Part):
    """POST /conversations/{reference}/messages"""

    messages: Annotated[list[Message], Field(min_length=1, max_length=MESSAGES)]
    customer: Customer | None = Field(None, description="Needed on the first call of a conversation.")
    epoch: Epoch | None = None
    channel: Word = ""
    language: Annotated[str, Field(max_length=16)] = ""


class Fact(Part):
    name: Annotated[str, Field(min_length=1, max_length=100)]
    value: Value


class NextAction(Part):
    title: Annotated[str, Field(min_length=1, max_length=300)]
    why: Annotated[str, Field(max_length=1000)] = ""
    confidence: Confidence | None = None


class Handoff(Part):
    """Everything a person needs to go on where the bot stopped. Only the customer's reference and a transcript
    (or the reference of a conversation already mirrored) are required; the answer says what was missing."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["conversation"]}, {"required": ["customer", "transcript"]}]}
    )

    schema_version: Literal["1"] = "1"
    conversation: Reference | None = Field(None, description="Your reference; we make one when you have none.")
    epoch: Epoch | None = None
    customer: Customer | None = None
    transcript: Annotated[
        list[Message],
        Field(
            max_length=TRANSCRIPT,
            description="The conversation so far, oldest first. "
            "Turns without id that are stored already, by words and order, are not stored again.",
        ),
    ] = []
    summary: Annotated[str, Field(max_length=4000)] = ""
    reason: Literal[
        "explicit_request",
        "low_confidence",
        "repeated_failure",
        "frustration",
        "out_of_scope",
        "high_risk",
        "policy",
        "other",
    ] = "other"
    reason_text: Line = ""
    rule: Annotated[str, Field(max_length=120)] = Field("", description="Of the policy that said so, when one did.")
    evidence: Reference | None = Field(None, description="The id of the message that shows the reason.")
    intent: Slug = Field("", description="Where neither is named, that of the latest turn that has one.")
    sub_intent: Slug = ""
    confidence: Confidence | None = None
    citations: Annotated[list[Citation], Field(max_length=50)] = []
    draft: Text = Field("", description="The reply you would send.")
    next_action: NextAction | None = None
    facts: Annotated[list[Fact], Field(max_length=100)] = []
    attempts: Annotated[list[Attempt], Field(max_length=50)] = []
    sentiment: Annotated[str, Field(max_length=20)] = ""
    language: Annotated[str, Field(max_length=16)] = ""
    channel: Word = ""
    page: Line = ""
    urgency: Literal["low", "normal", "high", "critical"] | None = None
    mode: Literal["live", "ticket", "callback", "email"] = "live"

    @model_validator(mode="after")
    def _is_about_someone(self) -> "Handoff":
        if self.conversation is None and (self.customer is None or not self.transcript):
            raise PydanticCustomError("missing", "needs customer and transcript, or the conversation's reference")
        return self


class Cancel(Part):
    reason: Line = ""


class Refusal(Part):
    reason: Line = ""


class Outcome(Part):
    outcome: Literal["resolved", "unresolved", "abandoned"] | None = None
    csat: Annotated[int, Field(ge=1, le=5)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Outcome":
        if self.outcome is None and self.csat is None:
            raise PydanticCustomError("missing", "needs outcome or csat")
        return self


class Signals(Part):
    """What the bot knows now, beyond the turns it has mirrored, for the policy to judge."""

    conversation: Reference
    text: Text = Field("", description="The customer's words, when they are not mirrored yet.")
    confidence: Confidence | None = None
    intent: Slug = ""
    sub_intent: Slug = ""
    sentiment: Annotated[str, Field(max_length=20)] = ""
    frustration: Confidence | None = None
    failed_attempts: Annotated[int, Field(ge=0, le=1000)] | None = None
    explicit_request: bool | None = None
    out_of_scope: bool | None = None
