"""What must requests look like, and what do replies look like?"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from handrail.flow.open_turn import LONGEST_MESSAGE

Text = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_MESSAGE)]
Locale = Annotated[
    str, StringConstraints(max_length=35, pattern=r"^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$")
]
Name = Annotated[str, StringConstraints(pattern=r"^[\w][\w .:/+-]{0,99}$")]


class Request(BaseModel):
    """Refuse fields that are not known, so that a misspelt one is noticed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class NewConversation(Request):
    """Open a conversation, with a first message or without."""

    text: Text | None = Field(default=None, description="The customer's first message.")
    locale: Locale | None = Field(default=None, description="Only articles in this language.")
    product: Name | None = Field(default=None, description="Only articles about this product.")
    site: Name | None = Field(default=None, description="The brand that the customer came to.")


class NewMessage(Request):
    """Send a message to the assistant, or to the person who was asked for."""

    text: Text


class HandoffRequest(Request):
    """Ask for a person, with words for them or without."""

    text: Text | None = Field(default=None, description="What the customer wants to add.")


class Citation(BaseModel):
    """Point at the words in one article version that carry a claim."""

    article: str
    version: str
    title: str
    headings: list[str]
    url: str | None
    passage: str
    quote: str = Field(description="Verbatim from the article.")


class Claim(BaseModel):
    """Hold one thing that is said, with what carries it."""

    text: str
    citations: list[Citation]


class Differing(Citation):
    """Hold what one of the articles says that contradict each other; none of them is stated."""

    updated: str | None = Field(description="The day it was last changed, where it says so.")
    is_newer: bool = Field(description="Known to be written later; that does not make it right.")
    product: str | None


class Choice(BaseModel):
    """Hold one reading of an ambiguous question; reply with its label to take it."""

    label: str
    article: str
    passage: str


class Reply(BaseModel):
    """Hold what came of a message."""

    outcome: Literal["answered", "clarified", "abstained", "handed_off"]
    reply: str = Field(description="Empty while a person has the word: the assistant is silent.")
    claims: list[Claim]
    choices: list[Choice]
    differing: list[Differing] = Field(description="Filled where articles contradict each other.")
    confidence: float
    reason: str | None
    record: str
    conversation: str
    timings_ms: dict[str, float]


class Opened(BaseModel):
    """Hold a new conversation. The token is shown here and never again."""

    id: str
    token: str
    expires_in: int | None = Field(default=None, description="Seconds; null: it does not end.")
    reply: Reply | None


class Renewal(Request):
    """Ask for a new token in place of the one that is shown."""


class Renewed(BaseModel):
    """Hold the conversation's new token; the old one opens nothing any more."""

    token: str
    expires_in: int | None = Field(default=None, description="Seconds; null: it does not end.")


class Health(BaseModel):
    """Say that the server answers and how much it knows."""

    status: Literal["ok"]
    version: str
    passages: int
    calibration: Literal["none", "holds", "expired"]
    """Whether an error rate is promised; without, only very sure answers are given."""


class Fault(BaseModel):
    """Say what is wrong."""

    code: str
    message: str


class ErrorBody(BaseModel):
    """Hold an error: every response with a status of 400 or more has this body."""

    error: Fault
