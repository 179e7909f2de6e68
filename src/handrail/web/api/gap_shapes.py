"""What requests and replies about gaps and drafts look like."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from handrail.web.api.shapes import Request

Title = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=100_000)]


class ExampleBody(BaseModel):
    """Hold what a customer asked, without personal data."""

    record: str
    conversation: str
    text: str


class GapBody(BaseModel):
    """Say what customers ask that no article answers."""

    id: str
    name: str
    conversations: int
    questions: int
    recent: int = Field(description="Questions of the last 28 days.")
    before: int = Field(description="Questions of the 28 days before those.")
    trend: str
    needs: dict[str, int] = Field(description="How they went unanswered.")
    nearest: list[str]
    first: str
    last: str
    is_answered: bool
    examples: list[ExampleBody]


class Gaps(BaseModel):
    """Hold gaps, the most asked first."""

    gaps: list[GapBody]


class SourceOfLine(BaseModel):
    """Name an agent's message."""

    conversation: str
    message: str


class LineBody(BaseModel):
    """Hold a line of a draft and what it rests on."""

    text: str
    sources: list[SourceOfLine]


class DraftBody(BaseModel):
    """Hold an article that is proposed."""

    id: str
    gap: str
    state: str
    version: int
    title: str
    text: str
    lines: list[LineBody]
    article: str | None
    at: str
    decided_by: str | None
    decided_at: str | None


class ApprovedBody(DraftBody):
    """Hold an approved draft."""

    is_answered: bool = Field(description="Whether the gap's questions are answered now.")


class Drafts(BaseModel):
    """Hold drafts, the newest first."""

    drafts: list[DraftBody]


class DraftDecision(Request):
    """Say which version of a draft was looked at."""

    version: int


class DraftApproval(DraftDecision):
    """Approve a draft, as it is or as it was edited."""

    title: Title | None = None
    text: Text | None = None
