"""What requests and replies about reviews look like."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from handrail.domain.quality.review import LONGEST_TEXT, Cause, Verdict
from handrail.flow.review_turn import MOST_ARTICLES
from handrail.web.api.quality_shapes import FigureBody
from handrail.web.api.shapes import Request

Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
Article = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class ReviewRequest(Request):
    """Say whether a turn was right, what went wrong, and what would have been right."""

    verdict: Annotated[Verdict, Field(strict=False)]
    cause: Cause | None = Field(
        default=None, strict=False, description="Needed where it is not right."
    )
    articles: list[Article] = Field(
        default_factory=list, max_length=MOST_ARTICLES, description="Those that answer."
    )
    answer: Text = Field(default="", description="What should have been said.")
    note: Text = ""


class ReviewBody(BaseModel):
    """Hold one reviewer's verdict."""

    id: str
    record: str
    conversation: str
    reviewer: str
    at: str
    verdict: str
    cause: str | None
    articles: list[str]
    answer: str
    note: str
    finding: str | None = Field(description="The task that came of it.")
    mended_at: str | None = Field(description="When it was first seen not to be said any more.")


class CoverageBody(BaseModel):
    """Say how much was read, and whether readers agree."""

    days: int
    read: FigureBody
    worst_read: FigureBody
    agreement: FigureBody | None = Field(description="Krippendorff's alpha; null where unknown.")


class RankedTurn(BaseModel):
    """Hold a turn with how much could have gone wrong in it, and why."""

    record: str
    score: float
    chance: float
    consequence: float
    exposure: float
    scorer: str
    topic: str | None = Field(description="What was spoken of, in the articles' words.")
    reasons: list[str]
    conversation: str
    at: str
    outcome: str
    verdicts: list[str]
    simulated: bool


class WorstTurns(BaseModel):
    """Hold turns, the worst first, and how much of them was read."""

    turns: list[RankedTurn]
    coverage: CoverageBody


class TurnBody(BaseModel):
    """Hold one turn with what reviewers found of it."""

    record: str
    conversation: str
    question: str
    reply: str
    ranked: RankedTurn | None
    stage: str | None = Field(description="Where the right article was lost.")
    reviews: list[ReviewBody]
