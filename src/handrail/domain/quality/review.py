"""What a person found of a turn, and what follows from it: cases to measure on, and a task."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from handrail.domain.answering.model import Claim
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import Answer, Clarify, Outcome, RecordId, TurnRecord
from handrail.domain.knowledge.health.model import (
    Finding,
    FindingId,
    FindingKind,
    Quoted,
    Severity,
)
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.worth import cited, is_unanswered, says_the_same

ReviewId = NewType("ReviewId", str)


class Verdict(StrEnum):
    """What a reviewer finds of what was said."""

    RIGHT = "right"
    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    """What was said is true, and something that matters is missing."""
    UNSAFE = "unsafe"
    """It could do harm: to a person, their money or their data."""
    NOT_SURE = "not_sure"
    """Read, and not decided: counts as read and as nothing else."""


class Cause(StrEnum):
    """Why it went wrong."""

    RETRIEVAL_MISS = "retrieval_miss"
    """The right article is there, and was not found."""
    REASONING_MISS = "reasoning_miss"
    """It was found, and the wrong thing was made of it."""
    KNOWLEDGE_GAP = "knowledge_gap"
    """No article answers this."""
    STALE = "stale"
    """The article is out of date."""
    POLICY = "policy"
    """Something was said or done that a rule does not allow."""
    TONE = "tone"
    """The words were not fit for this customer."""


FAULTED = frozenset({Verdict.WRONG, Verdict.INCOMPLETE, Verdict.UNSAFE})
TASKS = frozenset({Cause.KNOWLEDGE_GAP, Cause.STALE})
"""Causes that somebody puts right in the articles."""
LONGEST_TEXT = 4_000
_WHY = {
    Cause.KNOWLEDGE_GAP: "A reviewer found an answer {verdict}: no article says what was asked.",
    Cause.STALE: "A reviewer found an answer {verdict}: what the article says is out of date.",
}
_SAID = {Verdict.WRONG: "wrong", Verdict.INCOMPLETE: "incomplete", Verdict.UNSAFE: "unsafe"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnReview:
    """Hold one reviewer's verdict on one turn."""

    id: ReviewId
    record: RecordId
    conversation: ConversationId
    reviewer: str
    at: datetime
    verdict: Verdict
    cause: Cause | None = None
    articles: tuple[ArticleId, ...] = ()
    """Those that answer; none where the reviewer named none."""
    answer: str = ""
    """What should have been said."""
    note: str = ""
    finding: FindingId | None = None
    """The task that came of it."""
    mended_at: datetime | None = None
    """When it was first seen that the same is not said any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedCase:
    """Hold a turn that was reviewed, with all that is to be measured on it."""

    record: TurnRecord
    history: tuple[str, ...]
    """What the customer wrote before, oldest first."""
    review: TurnReview
    """The one that counts."""

    @property
    def is_right(self) -> bool:
        """Tell whether what was said was found right."""
        return self.review.verdict is Verdict.RIGHT

    @property
    def right_articles(self) -> tuple[ArticleId, ...]:
        """Return the articles that answer: as named, or as cited by an answer that was right."""
        if self.review.articles:
            return self.review.articles
        return cited(self.record.outcome) if self.is_right else ()

    @property
    def must_abstain(self) -> bool:
        """Tell whether nothing should have been answered.

        So it was where not answering was found right, and where an answer was found wrong for
        want of an article, or nobody could name anything better.
        """
        if self.is_right:
            return _stated_nothing(self.record.outcome)
        return not self.review.articles and not self.review.answer

    @property
    def never(self) -> tuple[str, ...]:
        """Return what must not be said again."""
        outcome = self.record.outcome
        if self.review.verdict not in {Verdict.WRONG, Verdict.UNSAFE}:
            return ()
        return tuple(claim.text for claim in claims_in(outcome))

    @property
    def tells_of_answers(self) -> bool:
        """Tell whether it says what is to be answered, or that nothing is.

        Asking back, or acting, says neither where it was right; an answer that was incomplete was
        not wrong, and tells only of its articles.
        """
        if self.is_right:
            return isinstance(self.record.outcome, Answer) or self.must_abstain
        return self.review.verdict is not Verdict.INCOMPLETE or bool(self.right_articles)


def counting(reviews: Sequence[TurnReview]) -> TurnReview | None:
    """Return the verdict that counts for a turn; None where nobody was sure.

    The newest of each reviewer has a vote; where votes are even, the newest of all decides.
    """
    newest = {one.reviewer: one for one in sorted(reviews, key=lambda one: one.at)}
    sure = [one for one in newest.values() if one.verdict is not Verdict.NOT_SURE]
    if not sure:
        return None
    faulted = [one for one in sure if one.verdict in FAULTED]
    right = [one for one in sure if one.verdict not in FAULTED]
    if len(faulted) == len(right):
        return max(sure, key=lambda one: one.at)
    return max(faulted if len(faulted) > len(right) else right, key=lambda one: one.at)


def is_said_again(case: ReviewedCase, outcome: Outcome) -> bool:
    """Tell whether an outcome repeats what a reviewer found wrong."""
    if case.review.verdict not in FAULTED or not isinstance(outcome, Answer):
        return False
    if case.must_abstain:
        return True
    if case.review.articles and set(cited(outcome)).isdisjoint(case.review.articles):
        return True
    return says_the_same(case.record.outcome, outcome)


def _stated_nothing(outcome: Outcome) -> bool:
    return is_unanswered(outcome) and not isinstance(outcome, Clarify)


def claims_in(outcome: Outcome) -> tuple[Claim, ...]:
    """Return what an answer states; nothing of any other outcome."""
    return outcome.claims if isinstance(outcome, Answer) else ()


def task_of(review: TurnReview, record: TurnRecord) -> Finding | None:
    """Return what is to be put right in the articles; None where it is not theirs."""
    if review.verdict not in FAULTED or review.cause not in TASKS:
        return None
    about = review.articles or cited(record.outcome)
    quotes = [
        Quoted(article=c.article, version=c.version, passage=c.passage, text=c.quote, title=c.title)
        for claim in claims_in(record.outcome)
        for c in claim.citations
        if c.article in about
    ]
    return Finding(
        kind=FindingKind.WRONG_ANSWER,
        articles=tuple(sorted(about)),
        subject=record.id,
        why=_WHY[review.cause].format(verdict=_SAID[review.verdict]),
        quotes=tuple(dict.fromkeys(quotes)),
        severity=Severity.HIGH if review.verdict is Verdict.UNSAFE else Severity.MEDIUM,
    )
