"""What must a tool be called with, and what does it return?"""

from typing import Annotated

from pydantic import BaseModel, Field

from handrail.flow.open_turn import LONGEST_MESSAGE
from handrail.web.api.shapes import Locale, Name, Request

MOST_HITS = 50

Question = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LONGEST_MESSAGE,
        description="A customer's question in full: nothing is remembered between calls.",
    ),
]


class AskArguments(Request):
    """Ask one question."""

    question: Question
    locale: Locale | None = Field(default=None, description="Only articles in this language.")
    product: Name | None = Field(default=None, description="Only articles of it, or of none.")
    site: Name | None = Field(default=None, description="Only articles of it, or of none.")


class SearchArguments(AskArguments):
    """Search for passages."""

    k: int = Field(default=10, ge=1, le=MOST_HITS, description="How many passages at most.")


class FoundPassage(BaseModel):
    """Hold one passage that was found."""

    rank: int = Field(description="From 1, best first.")
    article: str
    passage: str
    title: str
    headings: list[str]
    text: str
    score: float
    version: str
    url: str | None
    signals: dict[str, float]


class Found(BaseModel):
    """Hold what a search found; an empty list where nothing bears on the question."""

    hits: list[FoundPassage]
    timings_ms: dict[str, float]
