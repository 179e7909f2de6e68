"""What requests and replies about findings look like."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from handrail.web.api.shapes import Request

Note = Annotated[str, StringConstraints(max_length=2_000)]
Owner = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class FindingDecision(Request):
    """Say what becomes of a finding."""

    version: int | None = Field(default=None, description="The version that you looked at.")
    note: Note = ""


class FindingAssignment(FindingDecision):
    """Say who has to put it right."""

    owner: Owner


class QuoteBody(BaseModel):
    """Hold the words of an article, verbatim."""

    article: str
    version: str
    passage: str
    title: str
    url: str | None
    updated: str | None
    text: str


class FindingBody(BaseModel):
    """Say what is wrong with articles, and what became of it."""

    id: str
    kind: str
    severity: str
    state: str
    articles: list[str]
    why: str
    newer: str | None = Field(description="Which side was written later, where that is known.")
    quotes: list[QuoteBody]
    owner: str | None
    exposure: int = Field(description="Conversations in which it was shown in 90 days.")
    first_seen: str
    last_seen: str
    version: int
    decided_by: str | None
    decided_at: str | None
    note: str


class Findings(BaseModel):
    """Hold findings, the most severe first."""

    findings: list[FindingBody]
