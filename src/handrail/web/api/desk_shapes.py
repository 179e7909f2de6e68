"""What requests and replies of the desk look like."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from handrail.web.api.action_shapes import ActionBody
from handrail.web.api.shapes import Claim, Request, Text

Ref = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,100}$")]
Comment = Annotated[str, StringConstraints(max_length=2_000)]


class NewRating(Request):
    """Say how a conversation was."""

    score: Annotated[int, Field(ge=1, le=5)]
    comment: Comment | None = None


class AgentMessage(Request):
    """Say something to the customer."""

    text: Text
    suggestion: Ref | None = Field(default=None, description="The draft that it was made of.")


class HandoffBody(BaseModel):
    """Say where a handoff stands; nothing here is what the customer wrote."""

    id: str
    conversation: str
    state: str
    reason: str
    queue: str
    priority: str
    language: str
    is_staffed: bool = Field(description="Whether somebody was there when it was asked for.")
    agent: str | None
    passed_by: str | None = Field(description="Who of the staff passed it on last.")
    hands: str = Field(description="Another text once somebody else has it.")
    requested_at: str
    due_at: str | None = Field(description="Until when a person's first word is promised.")
    taken_at: str | None
    first_word_at: str | None
    ended_at: str | None
    passed_at: str | None


class Handoffs(BaseModel):
    """Hold handoffs, the most urgent first."""

    handoffs: list[HandoffBody]


class SourceBody(BaseModel):
    """Point at what a line of a brief rests on."""

    kind: str
    ref: str
    version: str | None
    quote: str


class LineBody(BaseModel):
    """Hold one thing that the person has to know."""

    slot: str
    text: str
    is_unknown: bool
    sources: list[SourceBody]


class BriefBody(BaseModel):
    """Hold what a person starts with."""

    writer: str
    lines: list[LineBody]


class MessageBody(BaseModel):
    """Hold one message of a conversation."""

    id: str
    author: str
    by: str | None
    text: str
    at: str


class NoteBody(BaseModel):
    """Hold what one of the staff wrote for their colleagues alone."""

    id: str
    by: str
    at: str
    text: str
    to: str | None = Field(description="To whom the conversation was passed on with it.")
    queue: str | None


class ShownHandoff(HandoffBody):
    """Hold a handoff with all that the person who takes it sees."""

    brief: BriefBody | None
    customer: str | None
    messages: list[MessageBody]
    actions: list[ActionBody]
    rating: int | None
    notes: list[NoteBody]


class SuggestionBody(BaseModel):
    """Hold a drafted reply; its text is empty where nothing could be answered."""

    id: str
    conversation: str
    text: str
    outcome: str
    reason: str | None
    claims: list[Claim]
    confidence: float
