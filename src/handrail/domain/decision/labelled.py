"""When is an answer to a labelled question wrong?"""

from dataclasses import dataclass
from typing import assert_never

from handrail.domain.decision.model import (
    Abstain,
    ActionRuled,
    Answer,
    AskForAction,
    Clarify,
    Courtesy,
    HandOff,
    NothingDone,
    Outcome,
)
from handrail.domain.knowledge.model import ArticleId


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPassage:
    """Hold a passage that a labelled question brings along instead of searching."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledQuestion:
    """Hold a question with what is known about its answer."""

    question: str
    answerable: bool
    articles: tuple[ArticleId, ...] = ()
    """Articles that carry the answer; empty where that is not known."""
    history: tuple[str, ...] = ()
    """What the customer wrote before, oldest first."""
    passages: tuple[GivenPassage, ...] | None = None
    """Replace the search; None searches, an empty tuple says that nothing was found."""
    never: tuple[str, ...] = ()
    """What must not be said: answers that a reviewer found wrong."""
    line: int = 0
    """Line of the data set it was read from, from 1."""


def is_wrong(labelled: LabelledQuestion, outcome: Outcome) -> bool:
    """Tell whether the customer was told something that the label does not support.

    Answered though not answerable, with nothing but what must not be said, or without citing any
    of the articles that carry the answer. Asking back, abstaining and handing over are never wrong:
    they state nothing.
    """
    match outcome:
        case Answer(claims=claims):
            cited = {citation.article for claim in claims for citation in claim.citations}
            if not labelled.answerable:
                return True
            if labelled.never and all(_is_among(claim.text, labelled.never) for claim in claims):
                return True
            return bool(labelled.articles) and cited.isdisjoint(labelled.articles)
        case Clarify() | Abstain() | HandOff() | Courtesy():
            return False
        case ActionRuled() | AskForAction() | NothingDone():
            return False
        case other:
            assert_never(other)


def _is_among(text: str, others: tuple[str, ...]) -> bool:
    return " ".join(text.split()) in {" ".join(other.split()) for other in others}
